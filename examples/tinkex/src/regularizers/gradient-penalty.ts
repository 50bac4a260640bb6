import type { Random } from "pristine-runtime"
import { sum } from "./reduction.ts"
import type { Regularizer, RegularizerInput } from "./regularizer.ts"
import { fieldOf } from "./target.ts"
import { tensor, type Tensor } from "./tensor.ts"
import { checkOptions, type OptionNames } from "../options/check-options.ts"

/** The derivative of a loss by the values that it is a function of. */
export type GradientOf = (
  values: Tensor,
  data: RegularizerInput["data"],
) => ArrayLike<number> | Promise<ArrayLike<number>>

export interface GradientPenaltyOptions {
  /** Of the loss whose slope is to stay near `targetNorm`. */
  readonly gradientOf: GradientOf
  /** Default 1. */
  readonly targetNorm?: number
  /** Looks between the log-probabilities and those of this input of the loss, at a place of chance. Default: at them. */
  readonly interpolate?: { readonly field: string; readonly random: Random }
}

const optionNames = {
  gradientOf: true,
  targetNorm: true,
  interpolate: true,
} as const satisfies OptionNames<GradientPenaltyOptions>

/** Step of the difference that stands in for a second derivative, for each unit of length. */
const step = 1e-5

/**
 * Keeps a loss from being steep: the square of how far the length of its derivative is from a target. Its own derivative
 * takes the second one of the loss, along one direction; two more calls of `gradientOf` beside each other give that.
 */
export function gradientPenalty(options: GradientPenaltyOptions): Regularizer {
  checkOptions("gradientPenalty", options, optionNames)
  const { gradientOf, targetNorm = 1, interpolate } = options
  return {
    name: "gradient_penalty",
    async compute({ data, logprobs }) {
      const share = interpolate ? interpolate.random() : 1
      const other = interpolate && fieldOf(interpolate.field, data)
      const at = (index: number): number => {
        const value = logprobs.data[index] ?? 0
        return other ? share * value + (1 - share) * (other.data[index] ?? 0) : value
      }
      const point = { ...logprobs, data: logprobs.data.map((_, index) => at(index)) }
      const slopeAt = async (distance: number, direction: Float64Array): Promise<Float64Array> => {
        const moved = point.data.map((value, index) => value + distance * (direction[index] ?? 0))
        const slope = await gradientOf(tensor(moved, point.shape), data)
        if (slope.length === moved.length) return Float64Array.from(slope)
        throw new TypeError(`A gradient of ${slope.length} values was given for ${moved.length} log-probabilities`)
      }
      const slope = await slopeAt(0, point.data)
      const length = Math.sqrt(sum(slope.map((value) => value ** 2)))
      const excess = length - targetNorm
      const direction = slope.map((value) => (length === 0 ? 0 : value / length))
      const [ahead, behind] = await Promise.all([slopeAt(step, direction), slopeAt(-step, direction)])
      return {
        loss: excess ** 2,
        gradient: ahead.map((value, index) => (2 * excess * share * (value - (behind[index] ?? 0))) / (2 * step)),
        metrics: { gradient_norm: length },
      }
    },
  }
}
