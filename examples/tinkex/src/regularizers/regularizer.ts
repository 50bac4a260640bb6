import type { Datum } from "../data/datum.ts"
import type { Tensor } from "./tensor.ts"

/** What a regularizer looks at. */
export interface RegularizerInput {
  readonly data: readonly Datum[]
  /** Log-probabilities; the last axis is that of the vocabulary where they have one. */
  readonly logprobs: Tensor
  /** Aborts when the loss is not wanted any more, or another part of it failed. For a regularizer that waits for something. */
  readonly signal?: AbortSignal
}

/** What a regularizer comes to. */
export interface Penalty {
  readonly loss: number
  /** Derivative of the loss by each log-probability, row-major: as long as those. */
  readonly gradient: Float64Array
  readonly metrics: Readonly<Record<string, number | string | boolean>>
}

/** A term of a loss that is there for its effect on the model, such as sparsity. Any object of this form is one. */
export interface Regularizer {
  readonly name: string
  compute(input: RegularizerInput): Penalty | PromiseLike<Penalty>
}
