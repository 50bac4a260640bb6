import type { StructuredLoss } from "./structured-loss.ts"

/** A loss as a line of a log or a dashboard takes it: plain JSON without the gradient, names as the other SDK writes them. */
export interface LossReport {
  readonly loss_total: number
  readonly regularizer_total: number
  readonly total_grad_norm: number
  readonly base_loss?: { readonly value: number; readonly grad_norm: number; readonly custom: object }
  readonly regularizers: Readonly<
    Record<
      string,
      {
        readonly value: number
        readonly weight: number
        readonly contribution: number
        readonly grad_norm: number
        readonly grad_norm_weighted: number
        readonly custom: object
      }
    >
  >
}

export function lossReport(loss: StructuredLoss): LossReport {
  const { baseLoss: base } = loss
  const regularizers = Object.entries(loss.regularizers).map(([name, part]) => {
    const { value, weight, contribution, gradNorm, gradNormWeighted, custom } = part
    return [
      name,
      { value, weight, contribution, grad_norm: gradNorm, grad_norm_weighted: gradNormWeighted, custom },
    ] as const
  })
  return {
    loss_total: loss.lossTotal,
    regularizer_total: loss.regularizerTotal,
    total_grad_norm: loss.totalGradNorm,
    ...(base && { base_loss: { value: base.value, grad_norm: base.gradNorm, custom: base.custom } }),
    regularizers: Object.fromEntries(regularizers),
  }
}
