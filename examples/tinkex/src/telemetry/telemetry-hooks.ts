import { isPristineError, type Hooks } from "pristine-runtime"
import { describeError } from "./describe-error.ts"
import { isFuture } from "./follow-future.ts"
import type { TelemetryReporter } from "./telemetry-reporter.ts"

/** Calls that go on in the background, and would tell of themselves. */
const untold = ["telemetry", "session_heartbeat", "dynamic_config"]

/**
 * Tells a reporter what fails in the calls of a client: each attempt that is repeated, and each call that fails. Of work whose
 * result is fetched later, `followFuture` tells. Calls that were given up are not told of.
 */
export function telemetryHooks(reporter: TelemetryReporter): Hooks {
  return {
    onRetry({ delayMs, error }, { operation, attempt, signal }) {
      if (untold.includes(operation) || signal.aborted) return
      const data = { ...describeError(error), operation, attempt, delay_ms: delayMs }
      reporter.log("InternalClientHolder.execute_with_retries.exception", data, "WARNING")
    },
    onError(error, { operation }) {
      // What is no error of the runtime is the reason of an abort.
      if (untold.includes(operation) || isFuture(operation) || !isPristineError(error)) return
      if (error.code !== "aborted") reporter.exception(error)
    },
  }
}
