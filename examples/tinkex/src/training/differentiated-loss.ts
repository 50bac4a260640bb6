import type { Datum } from "../data/datum.ts"
import { elementCount } from "../data/tensors.ts"
import type { Autodiff, LossOfTensors } from "./autodiff.ts"
import type { CustomLoss } from "./custom-loss.ts"

/** A loss over the log-probabilities of the target tokens, a tensor an example, in the shape of its `target_tokens`. */
export type TensorLoss<Tensor> = (data: readonly Datum[], logprobs: readonly Tensor[]) => Tensor | LossOfTensors<Tensor>

/**
 * A loss for `forwardBackwardCustom` whose derivatives a library works out. Its metrics are the function's own, and `loss`.
 *
 * @example
 * const loss = differentiatedLoss(jaxAutodiff(), (_, logprobs) => np.square(logprobs[0]).sum())
 */
export function differentiatedLoss<Tensor extends object>(
  autodiff: Autodiff<Tensor>,
  loss: TensorLoss<Tensor>,
): CustomLoss {
  return async (data, logprobs) => {
    const inputs = logprobs.map((values, index) => {
      const targets = data[index]?.loss_fn_inputs["target_tokens"]
      const fits = targets && elementCount(targets) === values.length
      return { data: values, shape: (fits && targets.shape) || [values.length] }
    })
    const found = await autodiff.differentiate((tensors) => lossOf(loss(data, tensors)), inputs)
    return { gradients: found.gradients, metrics: { loss: found.loss, ...found.metrics } }
  }
}

/** A function may give the loss alone. */
export function lossOf<Tensor extends object>(found: Tensor | LossOfTensors<Tensor>): LossOfTensors<Tensor> {
  return isLoss(found) ? found : { loss: found }
}

function isLoss<Tensor extends object>(found: Tensor | LossOfTensors<Tensor>): found is LossOfTensors<Tensor> {
  return Object.hasOwn(found, "loss")
}
