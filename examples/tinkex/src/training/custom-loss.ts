import type { ForwardBackwardOutput } from "#tinker.pristine.json"
import type { Datum } from "../data/datum.ts"
import { elementCount, float32, toNumbers } from "../data/tensors.ts"

/** What a loss comes to. */
export interface CustomLossResult {
  /**
   * For each example, the derivative of the loss by each log-probability; as long as those. Of sparse `target_tokens` there
   * is one for each place of the matrix, row by row, stored or not.
   */
  readonly gradients: readonly ArrayLike<number>[]
  /** Reported with the result's metrics; such as the loss itself. */
  readonly metrics?: Readonly<Record<string, number>>
}

/** A loss over the log-probabilities of the target tokens, one array an example. */
export type CustomLoss = (
  data: readonly Datum[],
  logprobs: readonly Float32Array[],
) => CustomLossResult | Promise<CustomLossResult>

/**
 * The examples as a cross entropy takes them: `target_tokens`, and weights, zero where they have none. Their other inputs are the
 * loss's alone. Throws a `TypeError` for an example without `target_tokens`.
 */
export function withWeights(data: readonly Datum[]): Datum[] {
  return data.map((datum, index) => {
    const { target_tokens: targets, weights } = datum.loss_fn_inputs
    if (!targets) throw new TypeError(`A custom loss needs target_tokens in every example; example ${index} has none`)
    const zeros = float32(new Float32Array(elementCount(targets)), targets.shape)
    return { ...datum, loss_fn_inputs: { target_tokens: targets, weights: weights ?? zeros } }
  })
}

/** Log-probabilities by example. Throws a `TypeError` when the service left them out. */
export function logprobsOf(output: Pick<ForwardBackwardOutput, "loss_fn_outputs">, examples: number): Float32Array[] {
  const found = output.loss_fn_outputs.flatMap(({ logprobs }) =>
    logprobs ? [Float32Array.from(toNumbers(logprobs))] : [],
  )
  if (found.length === examples) return found
  throw new TypeError(`The service gave log-probabilities of ${found.length} examples, not of ${examples}`)
}

/**
 * The examples as a cross entropy whose gradient is that of the loss: it sums `-logprob · weight`. Throws a `TypeError` for
 * gradients that do not fit, or that would spoil the model: those which are not finite in 32 bits.
 */
export function withGradients(data: readonly Datum[], gradients: readonly ArrayLike<number>[]): Datum[] {
  if (gradients.length !== data.length) {
    throw new TypeError(`A custom loss gave gradients of ${gradients.length} examples, not of ${data.length}`)
  }
  return data.map((datum, index) => {
    const { target_tokens: targets } = datum.loss_fn_inputs
    const gradient = gradients[index] ?? []
    if (!targets || gradient.length !== elementCount(targets)) {
      throw new TypeError(`The gradient of example ${index} does not have one number for each target token`)
    }
    const weights = Float32Array.from(gradient, (value) => -value)
    const at = weights.findIndex((value) => !Number.isFinite(value))
    if (at !== -1) throw new TypeError(`The gradient of example ${index} is not a finite number at position ${at}`)
    return { ...datum, loss_fn_inputs: { target_tokens: targets, weights: float32(weights, targets.shape) } }
  })
}
