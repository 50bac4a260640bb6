import type { PristineError } from "../../errors/pristine-error.ts"
import { toPristineError } from "../../errors/to-pristine-error.ts"
import type { Telemetry, TelemetryEvent } from "../../ports/telemetry.ts"

/** One telemetry out of any number. One that fails disturbs neither the call nor the others; it is reported once. */
export function guardTelemetry(
  given: Telemetry | readonly Telemetry[] | undefined,
  onWarning: (warning: PristineError) => void,
): Telemetry | undefined {
  if (given === undefined) return undefined
  const sinks = ("emit" in given ? [given] : given).map((sink) => sink.forClient?.() ?? sink)
  if (sinks.length === 0) return undefined
  const reported = new Set<Telemetry>()
  const report = (sink: Telemetry, thrown: unknown): void => {
    if (reported.has(sink)) return
    reported.add(sink)
    onWarning(toPristineError(thrown, "config", "A telemetry failed; its errors are not reported again"))
  }
  return {
    emit(event) {
      for (const sink of sinks) {
        try {
          // One may be an async function after all.
          const emit: (told: TelemetryEvent) => unknown = sink.emit.bind(sink)
          const done = emit(event)
          if (done instanceof Promise) done.catch((thrown: unknown) => report(sink, thrown))
        } catch (thrown) {
          report(sink, thrown)
        }
      }
    },
    async flush(signal) {
      await Promise.all(
        sinks.map(async (sink) => {
          try {
            await sink.flush?.(signal)
          } catch (thrown) {
            if (signal?.aborted !== true) report(sink, thrown)
          }
        }),
      )
    },
  }
}
