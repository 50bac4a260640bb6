import { symmetricTerm, type Divergence } from "./divergence.ts"
import { reductions, shareOf, sum, type Reduction } from "./reduction.ts"
import type { Penalty, Regularizer } from "./regularizer.ts"
import { fieldOf } from "./target.ts"
import { lastAxis, type Tensor } from "./tensor.ts"
import { checkChoice, checkOptions, type OptionNames } from "../options/check-options.ts"

export interface ConsistencyOptions {
  /** Input of the loss with the log-probabilities of the other view. Default `"original_logprobs"`. */
  readonly pairField?: string
  /** Default `"mse"`. `cosine` compares all values as one vector and is not reduced. */
  readonly metric?: "mse" | "l1" | "cosine" | "kl"
  /** Default `"mean"`. */
  readonly reduction?: Reduction
}

const optionNames = {
  pairField: true,
  metric: true,
  reduction: true,
} as const satisfies OptionNames<ConsistencyOptions>

const shortest = 1e-8

/** How far two views of one example are from each other. */
export function consistency(options: ConsistencyOptions = {}): Regularizer {
  checkOptions("consistency", options, optionNames)
  const { pairField = "original_logprobs", metric = "mse", reduction = "mean" } = options
  checkChoice("consistency", "metric", metric, ["mse", "l1", "cosine", "kl"])
  checkChoice("consistency", "reduction", reduction, reductions)
  return {
    name: "consistency",
    compute({ data, logprobs }) {
      const pair = fieldOf(pairField, data)
      if (pair.data.length !== logprobs.data.length) {
        throw new TypeError(
          `${pairField} has ${pair.data.length} values, the log-probabilities ${logprobs.data.length}`,
        )
      }
      const found = metric === "cosine" ? cosine(logprobs.data, pair.data) : termwise(logprobs, pair, metric, reduction)
      return { ...found, metrics: { consistency_metric: found.loss } }
    },
  }
}

const terms: Readonly<Record<"mse" | "l1" | "kl", (value: number, other: number) => Divergence>> = {
  mse: (value, other) => ({ value: (value - other) ** 2, slope: 2 * (value - other) }),
  l1: (value, other) => ({ value: Math.abs(value - other), slope: Math.sign(value - other) }),
  kl: (value, other) => symmetricTerm(value, other, Infinity),
}

function termwise(
  logprobs: Tensor,
  pair: Tensor,
  metric: "mse" | "l1" | "kl",
  reduction: Reduction,
): Omit<Penalty, "metrics"> {
  const term = terms[metric]
  const found = Array.from(logprobs.data, (value, index) => term(value, pair.data[index] ?? 0))
  // A divergence is one number for each distribution, the others one for each value.
  const count = metric === "kl" ? found.length / Math.max(lastAxis(logprobs), 1) : found.length
  const share = shareOf(reduction, count)
  return {
    loss: share * sum(found.map(({ value }) => value)),
    gradient: Float64Array.from(found, ({ slope }) => share * slope),
  }
}

/** One minus the cosine of the angle between two vectors. */
function cosine(values: Float64Array, others: Float64Array): Omit<Penalty, "metrics"> {
  const dot = sum(values.map((value, index) => value * (others[index] ?? 0)))
  const own = Math.sqrt(sum(values.map((value) => value ** 2)))
  const length = Math.max(own, shortest) * Math.max(Math.sqrt(sum(others.map((value) => value ** 2))), shortest)
  const similarity = dot / length
  return {
    loss: 1 - similarity,
    gradient: values.map((value, index) => {
      const turned = own > shortest ? (similarity * value) / own ** 2 : 0
      return turned - (others[index] ?? 0) / length
    }),
  }
}
