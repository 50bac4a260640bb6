import { reductions, shareOf, sum, type Reduction } from "./reduction.ts"
import type { Regularizer } from "./regularizer.ts"
import { resolveTarget, type Target } from "./target.ts"
import { checkChoice, checkOptions, type OptionNames } from "../options/check-options.ts"

export interface L1Options {
  /** Default `"logprobs"`. */
  readonly target?: Target
  /** Default `"sum"`. */
  readonly reduction?: Reduction
  /** Default 1. */
  readonly lambda?: number
}

const optionNames = { target: true, reduction: true, lambda: true } as const satisfies OptionNames<L1Options>

/** Sparsity: `lambda` times the sum, or the mean, of all absolute values. */
export function l1(options: L1Options = {}): Regularizer {
  checkOptions("l1", options, optionNames)
  const { target = "logprobs", reduction = "sum", lambda = 1 } = options
  checkChoice("l1", "reduction", reduction, reductions)
  return {
    name: "l1_sparsity",
    compute(input) {
      const { values, toGradient } = resolveTarget(target, input)
      const share = lambda * shareOf(reduction, values.data.length)
      const total = sum(values.data.map(Math.abs))
      return {
        loss: share * total,
        gradient: toGradient(values.data.map((value) => share * Math.sign(value))),
        metrics: { l1_raw: share * total, l1_mean: shareOf("mean", values.data.length) * total },
      }
    },
  }
}
