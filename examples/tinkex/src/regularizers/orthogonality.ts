import { sum } from "./reduction.ts"
import type { Regularizer } from "./regularizer.ts"
import { lastAxis, type Tensor } from "./tensor.ts"
import { checkChoice, checkOptions, type OptionNames } from "../options/check-options.ts"

export interface OrthogonalityOptions {
  /** What of the products of all pairs of rows counts: those of different rows, all against the unit matrix, or their spectrum. Default `"soft"`. */
  readonly mode?: "soft" | "hard" | "spectral"
  /** Makes rows of length one before. Default true. */
  readonly normalize?: boolean
  /** What the rows are: distributions, positions of a sequence, or entries of the vocabulary. Default `"rows"`. */
  readonly axis?: "rows" | "sequence" | "vocabulary"
}

const optionNames = { mode: true, normalize: true, axis: true } as const satisfies OptionNames<OrthogonalityOptions>

const shortest = 1e-8

/** How far rows are from being at right angles to each other. */
export function orthogonality(options: OrthogonalityOptions = {}): Regularizer {
  checkOptions("orthogonality", options, optionNames)
  const { mode = "soft", normalize = true, axis = "rows" } = options
  checkChoice("orthogonality", "mode", mode, ["soft", "hard", "spectral"])
  checkChoice("orthogonality", "axis", axis, ["rows", "sequence", "vocabulary"])
  return {
    name: "orthogonality",
    compute({ logprobs }) {
      const places = rowsOf(logprobs, axis)
      const rows = places.map((row) => row.map((place) => logprobs.data[place] ?? 0))
      const lengths = rows.map((row) => Math.max(norm(row), shortest))
      const unit = normalize ? rows.map((row, index) => row.map((value) => value / (lengths[index] ?? 1))) : rows
      const products = unit.map((row) => unit.map((other) => dot(row, other)))
      const { loss, weights } = judge(products, mode)
      const gradient = new Float64Array(logprobs.data.length)
      weights.forEach((row, index) => {
        const slopes = columnSums(row, unit)
        const own = unit[index] ?? []
        const along = normalize && norm(rows[index] ?? []) > shortest ? dot(slopes, own) : 0
        const scale = normalize ? (lengths[index] ?? 1) : 1
        slopes.forEach((slope, column) => {
          const place = places[index]?.[column] ?? 0
          gradient[place] = (slope - along * (own[column] ?? 0)) / scale
        })
      })
      return { loss, gradient, metrics: { orthogonality: loss } }
    },
  }
}

/** The loss, and twice its derivative by the products: symmetric, so that rows times it are the derivative by rows. */
function judge(
  products: readonly (readonly number[])[],
  mode: NonNullable<OrthogonalityOptions["mode"]>,
): { readonly loss: number; readonly weights: readonly (readonly number[])[] } {
  const trace = sum(products.map((row, index) => row[index] ?? 0))
  const excess = trace - products.length
  const weigh = (value: number, isDiagonal: boolean): number => {
    if (!isDiagonal) return 4 * value
    return mode === "soft" ? 0 : mode === "hard" ? 4 * (value - 1) : 4 * excess
  }
  const count = (value: number, isDiagonal: boolean): number => {
    if (!isDiagonal) return value ** 2
    return mode === "hard" ? (value - 1) ** 2 : 0
  }
  const loss = sum(products.flatMap((row, index) => row.map((value, other) => count(value, index === other))))
  return {
    loss: mode === "spectral" ? loss + excess ** 2 : loss,
    weights: products.map((row, index) => row.map((value, other) => weigh(value, index === other))),
  }
}

/** For each row the offsets of its values. */
function rowsOf({ data, shape }: Tensor, axis: NonNullable<OrthogonalityOptions["axis"]>): readonly number[][] {
  const width = lastAxis({ data, shape })
  const height = width === 0 ? 0 : data.length / width
  const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index)
  if (axis === "vocabulary") return range(width).map((column) => range(height).map((row) => row * width + column))
  if (axis === "rows" || shape.length < 3)
    return range(height).map((row) => range(width).map((column) => row * width + column))
  const length = shape.at(-2) ?? 1
  const batches = range(height / length)
  return range(length).map((step) =>
    batches.flatMap((batch) => range(width).map((column) => (batch * length + step) * width + column)),
  )
}

function columnSums(weights: readonly number[], rows: readonly (readonly number[])[]): number[] {
  return (rows[0] ?? []).map((_, column) => sum(weights.map((weight, index) => weight * (rows[index]?.[column] ?? 0))))
}

function dot(values: readonly number[], others: readonly number[]): number {
  return sum(values.map((value, index) => value * (others[index] ?? 0)))
}

function norm(values: readonly number[]): number {
  return Math.sqrt(dot(values, values))
}
