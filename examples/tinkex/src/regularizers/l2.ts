import { reductions, shareOf, sum, type Reduction } from "./reduction.ts"
import type { Regularizer } from "./regularizer.ts"
import { resolveTarget, type Target } from "./target.ts"
import { checkChoice, checkOptions, type OptionNames } from "../options/check-options.ts"

export interface L2Options {
  /** Default `"logprobs"`. */
  readonly target?: Target
  /** Default `"sum"`. */
  readonly reduction?: Reduction
  /** Default 1. */
  readonly lambda?: number
  /** Distances from the centre count no more than this. Default: they count as they are. */
  readonly clip?: number
  /** What distances are measured from: zero, the mean of the values, or a number. Default zero. */
  readonly center?: "mean" | number
}

const optionNames = {
  target: true,
  reduction: true,
  lambda: true,
  clip: true,
  center: true,
} as const satisfies OptionNames<L2Options>

/** Decay: `lambda` times the sum, or the mean, of the squares of all distances from a centre. */
export function l2(options: L2Options = {}): Regularizer {
  checkOptions("l2", options, optionNames)
  const { target = "logprobs", reduction = "sum", lambda = 1, clip = Infinity, center } = options
  checkChoice("l2", "reduction", reduction, reductions)
  return {
    name: "l2_weight_decay",
    compute(input) {
      const { values, toGradient } = resolveTarget(target, input)
      const count = values.data.length
      const from = center === "mean" ? shareOf("mean", count) * sum(values.data) : (center ?? 0)
      const distances = values.data.map((value) => Math.min(Math.max(value - from, -clip), clip))
      const share = lambda * shareOf(reduction, count)
      const derivative = distances.map((distance) => (Math.abs(distance) < clip ? 2 * share * distance : 0))
      // The mean moves with every value.
      const shift = center === "mean" ? shareOf("mean", count) * sum(derivative) : 0
      const loss = share * sum(distances.map((distance) => distance ** 2))
      return {
        loss,
        gradient: toGradient(derivative.map((value) => value - shift)),
        metrics: {
          l2_raw: loss,
          l2_mean: shareOf("mean", count) * sum(values.data.map((value) => value ** 2)),
          center: center === undefined ? "none" : from,
        },
      }
    },
  }
}
