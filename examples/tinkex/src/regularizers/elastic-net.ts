import { reductions, shareOf, sum, type Reduction } from "./reduction.ts"
import type { Regularizer } from "./regularizer.ts"
import { resolveTarget, type Target } from "./target.ts"
import { checkChoice, checkOptions, type OptionNames } from "../options/check-options.ts"

export interface ElasticNetOptions {
  /** Default `"logprobs"`. */
  readonly target?: Target
  /** Default `"sum"`. */
  readonly reduction?: Reduction
  /** Default 1. */
  readonly lambda?: number
  /** Part of the absolute values, from 0 to 1; the rest are squares. Default 0.5. */
  readonly l1Ratio?: number
}

const optionNames = {
  target: true,
  reduction: true,
  lambda: true,
  l1Ratio: true,
} as const satisfies OptionNames<ElasticNetOptions>

/** Sparsity and decay in one: absolute values and squares, mixed. */
export function elasticNet(options: ElasticNetOptions = {}): Regularizer {
  checkOptions("elasticNet", options, optionNames)
  const { target = "logprobs", reduction = "sum", lambda = 1, l1Ratio = 0.5 } = options
  checkChoice("elasticNet", "reduction", reduction, reductions)
  return {
    name: "elastic_net",
    compute(input) {
      const { values, toGradient } = resolveTarget(target, input)
      const share = lambda * shareOf(reduction, values.data.length)
      const term = (value: number): number => l1Ratio * Math.abs(value) + (1 - l1Ratio) * value ** 2
      const slope = (value: number): number => l1Ratio * Math.sign(value) + (1 - l1Ratio) * 2 * value
      const loss = share * sum(values.data.map(term))
      return {
        loss,
        gradient: toGradient(values.data.map((value) => share * slope(value))),
        metrics: { elastic_net: loss, l1_ratio: l1Ratio },
      }
    },
  }
}
