import type { Datum } from "../data/datum.ts"
import type { Autodiff, LossOfTensors } from "../training/autodiff.ts"
import { lossOf } from "../training/differentiated-loss.ts"
import type { Regularizer } from "./regularizer.ts"

/** A term of a loss over all log-probabilities, in the tensors of a library. */
export type TensorPenalty<Tensor> = (data: readonly Datum[], logprobs: Tensor) => Tensor | LossOfTensors<Tensor>

/** A regularizer whose derivatives a library works out. Its `compute` is a base loss, too. */
export function differentiatedRegularizer<Tensor extends object>(
  autodiff: Autodiff<Tensor>,
  name: string,
  penalty: TensorPenalty<Tensor>,
): Regularizer {
  return {
    name,
    async compute({ data, logprobs }) {
      const { loss, gradients, metrics } = await autodiff.differentiate(
        ([tensor]) => {
          if (tensor === undefined) throw new TypeError("The library gave no tensor for the log-probabilities")
          return lossOf(penalty(data, tensor))
        },
        [logprobs],
      )
      return { loss, gradient: Float64Array.from(gradients[0] ?? []), metrics }
    },
  }
}
