/** A loss at one target token. */
export interface LossTerm {
  readonly value: number
  /** The derivative of `value` by the token's logprob under the model in training. */
  readonly slope: number
}

/** Reads the element of a `loss_fn_inputs` tensor that belongs to this token; `fallback` where the tensor is absent. */
export type ElementReader = (name: string, fallback: number) => number

/** One of the service's loss functions. Every one is a sum over tokens. */
export interface Loss {
  /** `loss_fn_inputs` beside `target_tokens` without which the loss means nothing. */
  readonly requires: readonly string[]
  evaluate(logprob: number, read: ElementReader, config: Readonly<Record<string, number>>): LossTerm
}
