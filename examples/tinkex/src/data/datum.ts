import type { NumericArray } from "./blobs.ts"
import { checkModelInput } from "./check-model-input.ts"
import type { ModelInput } from "./model-input.ts"
import { float32, int64, type TensorData } from "./tensors.ts"

/** One training example. */
export interface Datum {
  readonly model_input: ModelInput
  readonly loss_fn_inputs: Readonly<Record<string, TensorData>>
}

type Nested = readonly (number | bigint | Nested)[]

/** What `datum` turns into a tensor. */
export type TensorLike = TensorData | NumericArray | Float64Array | BigUint64Array | Uint8Array | Uint32Array | Nested

const dtypes: Readonly<Record<string, TensorData["dtype"]>> = {
  target_tokens: "int64",
  weights: "float32",
  advantages: "float32",
  logprobs: "float32",
  clip_low_threshold: "float32",
  clip_high_threshold: "float32",
}

/**
 * Builds a training example. Typed arrays keep their kind (floating point becomes float32, signed integers int64), plain
 * and nested lists take the dtype that their name stands for.
 *
 * Throws a `TypeError` that names the input for a plain list under a name without a known dtype, for unsigned arrays, for ragged
 * lists and, with its position, for an element that is no number, or no integer where integers are asked for; a
 * `PristineError` with code `input` where there is no model input.
 */
export function datum(modelInput: ModelInput, lossFnInputs: Readonly<Record<string, TensorLike>>): Datum {
  checkModelInput("The first argument of datum", modelInput)
  const tensors = Object.entries(lossFnInputs).map(([name, value]) => [name, toTensor(name, value)] as const)
  return { model_input: modelInput, loss_fn_inputs: Object.fromEntries(tensors) }
}

function toTensor(name: string, value: TensorLike): TensorData {
  if (value instanceof Float32Array || value instanceof Float64Array) return float32(value)
  if (value instanceof Int32Array || value instanceof BigInt64Array) return int64(value)
  if (ArrayBuffer.isView(value)) throw new TypeError(`${name}: unsigned integers have no dtype; use signed ones`)
  if (!isList(value)) return tensorOf(name, value)
  const dtype = Object.hasOwn(dtypes, name) ? dtypes[name] : undefined
  if (!dtype) throw new TypeError(`${name}: a plain list has no known dtype under this name; pass a typed array`)
  const shape = shapeOf(name, value)
  const flat = flatten(value)
  const fits = dtype === "int64" ? isInteger : isNumber
  const at = flat.findIndex((item) => !fits(item))
  if (at !== -1) {
    const wanted = dtype === "int64" ? "an integer of 64 bits" : "a number"
    throw new TypeError(`${name}${placeOf(at, shape)} is not ${wanted}`)
  }
  return dtype === "int64" ? int64(flat, shape) : float32(flat.map(Number), shape)
}

function tensorOf(name: string, value: TensorData): TensorData {
  // Programs without types may give anything.
  const given: unknown = value
  if (typeof given === "object" && given !== null && "dtype" in given) return value
  throw new TypeError(`${name}: expected a list of numbers, a typed array or a tensor`)
}

function isList(value: unknown): value is Nested {
  return Array.isArray(value)
}

function isNumber(value: unknown): boolean {
  return typeof value === "number" || typeof value === "bigint"
}

function isInteger(value: number | bigint): boolean {
  return (typeof value === "bigint" || Number.isInteger(value)) && value >= -(2 ** 63) && value < 2 ** 63
}

function flatten(list: Nested): (number | bigint)[] {
  return list.flatMap((item) => (isList(item) ? flatten(item) : [item]))
}

/** Indices of a flat position, `[row][column]`. */
function placeOf(position: number, shape: readonly number[]): string {
  let rest = position
  const indices = shape.toReversed().map((size) => {
    const index = rest % size
    rest = Math.floor(rest / size)
    return `[${index}]`
  })
  return indices.toReversed().join("")
}

function shapeOf(name: string, list: Nested): number[] {
  const shapes = list.map((item) => (isList(item) ? shapeOf(name, item) : []))
  const first = shapes[0] ?? []
  if (shapes.some((shape) => shape.length !== first.length || shape.some((size, axis) => size !== first[axis]))) {
    throw new TypeError(`${name}: the nested lists are not rectangular`)
  }
  return [list.length, ...first]
}
