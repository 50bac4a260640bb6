import { isPristineError, type PristineError } from "pristine-runtime"
import { describeError } from "./describe-error.ts"
import type { TelemetryReporter } from "./telemetry-reporter.ts"

/** Operations of which one part begins the work and another, `retrieve_future`, waits for it. */
const futures: readonly string[] = [
  "create_model",
  "forward",
  "forward_backward",
  "load_weights",
  "optim_step",
  "retrieve_future",
  "sample",
  "save_weights",
  "save_weights_for_sampler",
]

/** Of these calls, whoever follows the work tells. */
export function isFuture(operation: string): boolean {
  return futures.includes(operation)
}

/** How the official SDK names what can go wrong with a future. */
const kinds: Readonly<Partial<Record<PristineError["code"], string>>> = {
  http: "api_status_error",
  future_expired: "api_status_error",
  connection: "connection_error",
  timeout: "timeout",
  future_failed: "application_error",
  decode: "proto_deserialization_error",
  validation: "validation_error",
}

/**
 * Tells a reporter when the work of a future fails, and returns the future. A failed sample is no exception, for it is taken
 * anew. Work that was given up is not told of.
 */
export function followFuture<Future extends PromiseLike<unknown>>(
  reporter: TelemetryReporter | undefined,
  future: Future,
  kind: "sample" | "other" = "other",
): Future {
  const tell = (error: unknown): void => {
    if (!reporter || !isPristineError(error) || error.code === "aborted") return
    const { [error.code]: name } = kinds
    const data = { ...describeError(error) }
    if (name !== undefined) reporter.log(`APIFuture.result_async.${name}`, data, "ERROR")
    if (kind === "sample") reporter.log("RetryHandler.execute.exception", data, "WARNING")
    else reporter.exception(error)
  }
  if (reporter) future.then(undefined, tell)
  return future
}
