import { toNumbers } from "../data/tensors.ts"
import type { RegularizerInput } from "./regularizer.ts"
import { tensor, type Tensor } from "./tensor.ts"

/**
 * What a regularizer is about: the log-probabilities, the probabilities, or an input of the loss by its name, whose values
 * of all examples are taken together.
 */
export type Target = "logprobs" | "probs" | { readonly field: string }

/** A target's values, and how its derivative becomes one by the log-probabilities. */
export interface ResolvedTarget {
  readonly values: Tensor
  /** Of a field, nothing depends on the log-probabilities. */
  readonly toGradient: (derivative: Float64Array) => Float64Array
}

/** Throws a `TypeError` where an example lacks the field, or there are none. */
export function resolveTarget(target: Target, { data, logprobs }: RegularizerInput): ResolvedTarget {
  if (target === "logprobs") return { values: logprobs, toGradient: (derivative) => derivative }
  if (target === "probs") {
    const probs = logprobs.data.map((logprob) => Math.exp(logprob))
    return {
      values: { ...logprobs, data: probs },
      toGradient: (derivative) => derivative.map((value, index) => value * (probs[index] ?? 0)),
    }
  }
  return {
    values: fieldOf(target.field, data),
    toGradient: () => new Float64Array(logprobs.data.length),
  }
}

/** An input of the loss, over all examples; of one shape, they are stacked, else laid end to end. */
export function fieldOf(field: string, data: RegularizerInput["data"]): Tensor {
  if (data.length === 0) throw new TypeError(`Without examples there is no ${field}`)
  const parts = data.map(({ loss_fn_inputs: inputs }, index) => {
    const found = Object.hasOwn(inputs, field) ? inputs[field] : undefined
    if (!found) throw new TypeError(`Example ${index} has no ${field}`)
    return { values: toNumbers(found), shape: found.shape ?? [found.data.length] }
  })
  const [first] = parts
  const shape = first?.shape ?? []
  const alike = parts.every((part) => part.shape.join() === shape.join())
  const values = parts.flatMap((part) => part.values)
  return tensor(values, !alike ? [values.length] : data.length === 1 ? shape : [data.length, ...shape])
}
