import { toPristineError } from "../errors/to-pristine-error.ts"
import type { PristineError } from "../errors/pristine-error.ts"
import type { Telemetry } from "../ports/telemetry.ts"

/** One telemetry out of any number. One that throws disturbs neither the call nor the others; it is reported once. */
export function guardTelemetry(
  given: Telemetry | readonly Telemetry[] | undefined,
  onWarning: (warning: PristineError) => void,
): Telemetry | undefined {
  if (given === undefined) return undefined
  const sinks = "emit" in given ? [given] : given
  if (sinks.length === 0) return undefined
  const reported = new Set<Telemetry>()
  return {
    emit(event) {
      for (const sink of sinks) {
        try {
          sink.emit(event)
        } catch (thrown) {
          if (reported.has(sink)) continue
          reported.add(sink)
          onWarning(toPristineError(thrown, "config", "A telemetry threw; its errors are not reported again"))
        }
      }
    },
    async flush(signal) {
      await Promise.all(sinks.map(async (sink) => sink.flush?.(signal)))
    },
  }
}
