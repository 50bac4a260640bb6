import type { PristineError } from "../../errors/pristine-error.ts"
import type { Telemetry } from "../../ports/telemetry.ts"
import { guardWith, reportOnce } from "./guard-listener.ts"

/** One telemetry out of any number. One that fails disturbs neither the call nor the others; it is reported once. */
export function guardTelemetry(
  given: Telemetry | readonly Telemetry[] | undefined,
  onWarning: (warning: PristineError) => void,
): Telemetry | undefined {
  if (given === undefined) return undefined
  const sinks = ("emit" in given ? [given] : given).map((one) => guard(one.forClient?.() ?? one, onWarning))
  if (sinks.length === 0) return undefined
  return {
    emit(event) {
      for (const sink of sinks) sink.emit(event)
    },
    async flush(signal) {
      await Promise.all(sinks.map((sink) => sink.flush(signal)))
    },
  }
}

function guard(
  sink: Telemetry,
  onWarning: (warning: PristineError) => void,
): Required<Pick<Telemetry, "emit" | "flush">> {
  const report = reportOnce("A telemetry", onWarning)
  return {
    emit: guardWith(report, sink.emit.bind(sink)),
    async flush(signal) {
      try {
        await sink.flush?.(signal)
      } catch (thrown) {
        if (signal?.aborted !== true) report(thrown)
      }
    },
  }
}
