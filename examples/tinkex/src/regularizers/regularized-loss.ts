import type { CustomLoss } from "../training/custom-loss.ts"
import { executionNames, type ExecutionOptions } from "./execution.ts"
import { structuredLoss, type BaseLoss, type StructuredLoss, type WeightedRegularizer } from "./structured-loss.ts"
import { tensor, type Tensor } from "./tensor.ts"
import { checkOptions, type OptionNames } from "../options/check-options.ts"

export interface RegularizedLossOptions extends ExecutionOptions {
  /** What the regularizers are added to. Default: they are the loss. */
  readonly base?: BaseLoss
  readonly regularizers: readonly WeightedRegularizer[]
  /** Told of every loss, before the service gets its gradient. */
  readonly onLoss?: (loss: StructuredLoss) => void
}

const optionNames = {
  base: true,
  regularizers: true,
  onLoss: true,
  ...executionNames,
} as const satisfies OptionNames<RegularizedLossOptions>

/**
 * A loss for `forwardBackwardCustom` that is made of regularizers. Examples of one length are the rows of one tensor, others
 * are laid end to end. Its metrics are `loss`, `regularizer_total`, and `<name>` and `<name>_grad_norm` of each part.
 */
export function regularizedLoss(options: RegularizedLossOptions): CustomLoss {
  checkOptions("regularizedLoss", options, optionNames)
  const { base, regularizers, onLoss, ...execution } = options
  return async (data, logprobs) => {
    const found = await structuredLoss({ data, logprobs: together(logprobs) }, base, regularizers, execution)
    onLoss?.(found)
    let start = 0
    return {
      gradients: logprobs.map(({ length }) => found.gradient.subarray(start, (start += length))),
      metrics: {
        loss: found.lossTotal,
        regularizer_total: found.regularizerTotal,
        ...Object.fromEntries(
          Object.entries(found.regularizers).flatMap(([name, { value, gradNorm }]) => [
            [name, value],
            [`${name}_grad_norm`, gradNorm],
          ]),
        ),
      },
    }
  }
}

function together(logprobs: readonly Float32Array[]): Tensor {
  const values = logprobs.flatMap((each) => [...each])
  const length = logprobs[0]?.length ?? 0
  const alike = logprobs.every((each) => each.length === length)
  return tensor(values, alike ? [logprobs.length, length] : [values.length])
}
