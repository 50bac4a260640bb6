import type { Telemetry, TelemetryEvent } from "../../ports/telemetry.ts"
import { BatchReporter, type BatchReporterOptions } from "./batch-reporter.ts"

/** Telemetry that delivers events in batches. Close it when the program ends; a client's `close` only flushes it. */
export interface BatchingTelemetry extends Telemetry, AsyncDisposable {
  flush(signal?: AbortSignal): Promise<void>
  close(limitMs?: number): Promise<{ readonly dropped: number }>
}

/**
 * Sends a client's events somewhere in batches.
 *
 * @example batchingTelemetry({ send: async (events, signal) => { await api.telemetry.send({ events }, { signal }) } })
 */
export function batchingTelemetry(options: BatchReporterOptions<TelemetryEvent>): BatchingTelemetry {
  const reporter = new BatchReporter(options)
  return {
    emit: (event) => void reporter.add(event),
    flush: (signal) => reporter.flush(signal),
    close: (limitMs) => reporter.close(limitMs),
    [Symbol.asyncDispose]: () => reporter[Symbol.asyncDispose](),
  }
}
