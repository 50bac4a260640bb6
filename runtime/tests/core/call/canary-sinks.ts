import { subscribe, unsubscribe } from "node:diagnostics_channel"
import { inspect } from "node:util"
import { MeterProvider, MetricReader } from "@opentelemetry/sdk-metrics"
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base"
import { loggingTransport } from "../../../src/adapters/logger/logging-transport.ts"
import { batchingTelemetry } from "../../../src/adapters/telemetry/batching-telemetry.ts"
import { consoleTelemetry } from "../../../src/adapters/telemetry/console-telemetry.ts"
import { diagnosticsChannelTelemetry } from "../../../src/adapters/telemetry/diagnostics-channel-telemetry.ts"
import { openTelemetry } from "../../../src/adapters/telemetry/opentelemetry/open-telemetry.ts"
import type { ClientOptions } from "../../../src/core/client/client.ts"
import type { Clock } from "../../../src/ports/clock.ts"
import type { TelemetryEvent } from "../../../src/ports/telemetry.ts"
import type { Transport } from "../../../src/ports/transport.ts"
import { recordTraffic } from "../../../src/testing/traffic/record-traffic.ts"
import { textsOf } from "../../canary/texts-of.ts"

class Reader extends MetricReader {
  protected onForceFlush() {
    return Promise.resolve()
  }
  protected onShutdown() {
    return Promise.resolve()
  }
}

const types: readonly TelemetryEvent["type"][] = [
  ...(["call:start", "call:end", "attempt:start", "attempt:end", "retry", "poll", "throttle"] as const),
]

/**
 * Every place where a program writes what it sees of a client, all of them open. `scrub` takes out of a recording's
 * bodies what it would hold on purpose.
 */
export function openSinks(prefix: string, clock: Clock, inner: Transport, scrub: (body: string) => string) {
  const recorder = recordTraffic(inner, { headers: ["x-request-id"], scrub })
  const lines: string[] = []
  const events: unknown[] = []
  const exporter = new InMemorySpanExporter()
  const reader = new Reader()
  const tracer = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }).getTracer("t")
  const otel = openTelemetry({ tracer, meter: new MeterProvider({ readers: [reader] }).getMeter("t") })
  const batching = batchingTelemetry({ clock, send: (batch) => Promise.resolve(void events.push(...batch)) })
  const write = (line: string): void => void lines.push(line)
  const listen = (message: unknown): void => void events.push(message)
  for (const type of types) subscribe(`${prefix}:${type}`, listen)

  const options: ClientOptions = {
    transport: loggingTransport(otel.transport(recorder), { write, headers: ["x-request-id"] }),
    telemetry: [consoleTelemetry({ write }), batching, diagnosticsChannelTelemetry(prefix), otel],
    onWarning: (warning) => void lines.push(...textsOf(warning)),
  }
  return {
    options,
    /** All that was written. */
    async texts(): Promise<readonly string[]> {
      await batching.close()
      for (const type of types) unsubscribe(`${prefix}:${type}`, listen)
      const spans = exporter.getFinishedSpans().map(({ name, attributes, events: seen, status }) => {
        return JSON.stringify({ name, attributes, seen, status })
      })
      const { resourceMetrics } = await reader.collect()
      const kept = [JSON.stringify(resourceMetrics), JSON.stringify(recorder.recording)]
      return [...lines, ...events.map((event) => inspect(event)), ...spans, ...kept]
    },
  }
}
