import type { ForwardBackwardOutput } from "#tinker.pristine.json"
import { reduceMetrics, type ReducedMetrics } from "./metrics.ts"

/** The result of a whole batch, however many requests carried it. */
export interface ForwardBackwardResult extends Omit<ForwardBackwardOutput, "metrics">, ReducedMetrics {}

/** Joins the answers of one batch's requests in order. Throws a `TypeError` when there is none. */
export function combineOutputs(outputs: readonly ForwardBackwardOutput[]): ForwardBackwardResult {
  const [first] = outputs
  if (!first) throw new TypeError("No outputs to combine")
  const parts = outputs.map((output) => ({ metrics: output.metrics, weight: output.loss_fn_outputs.length }))
  return {
    loss_fn_output_type: first.loss_fn_output_type,
    loss_fn_outputs: outputs.flatMap((output) => output.loss_fn_outputs),
    ...reduceMetrics(parts),
  }
}
