import { subscribe, unsubscribe } from "node:diagnostics_channel"
import { MeterProvider } from "@opentelemetry/sdk-metrics"
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base"
import { describe, expect, onTestFinished } from "vitest"
import { batchingTelemetry } from "../../../src/adapters/telemetry/batching-telemetry.ts"
import { consoleTelemetry } from "../../../src/adapters/telemetry/console-telemetry.ts"
import { diagnosticsChannelTelemetry } from "../../../src/adapters/telemetry/diagnostics-channel-telemetry.ts"
import { openTelemetry } from "../../../src/adapters/telemetry/opentelemetry/open-telemetry.ts"
import { sampledTelemetry } from "../../../src/adapters/telemetry/sampled-telemetry.ts"
import type { Telemetry } from "../../../src/ports/telemetry.ts"
import { telemetryContract, type TelemetrySubject } from "../../../src/testing/contracts/telemetry-contract.ts"
import { seededRandom } from "../../../src/adapters/random/seeded-random.ts"
import { VirtualClock } from "../../../src/testing/virtual-clock.ts"
import { it } from "../../test.ts"
import { brokenPromises, runContract } from "./run-contract.ts"

function subject(telemetry: Telemetry, clock = new VirtualClock()): TelemetrySubject {
  return { telemetry, advance: (ms) => clock.advance(ms) }
}

runContract("O consoleTelemetry", telemetryContract, () => subject(consoleTelemetry({ write: () => undefined })))
runContract("O batchingTelemetry", telemetryContract, () => {
  const clock = new VirtualClock()
  const telemetry = batchingTelemetry({ send: () => Promise.resolve(), clock })
  onTestFinished(async () => {
    await telemetry.close()
  })
  return subject(telemetry, clock)
})
runContract("O diagnosticsChannelTelemetry", telemetryContract, () => {
  const listener = (): void => undefined
  subscribe("contract:attempt:end", listener)
  onTestFinished(() => {
    unsubscribe("contract:attempt:end", listener)
  })
  return subject(diagnosticsChannelTelemetry("contract"))
})
runContract("O sampledTelemetry", telemetryContract, () => {
  const clock = new VirtualClock()
  const telemetry = batchingTelemetry({ send: () => Promise.resolve(), clock })
  onTestFinished(async () => {
    await telemetry.close()
  })
  return subject(sampledTelemetry(telemetry, { rate: 0.5, random: seededRandom(1) }), clock)
})
runContract("O openTelemetry", telemetryContract, () => {
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(new InMemorySpanExporter())] })
  return subject(openTelemetry({ tracer: provider.getTracer("t"), meter: new MeterProvider().getMeter("t") }))
})

describe("O the contract notices", () => {
  it.each<[name: string, telemetry: Telemetry]>([
    [
      "one that throws",
      {
        emit() {
          throw new Error("full")
        },
      },
    ],
    ["one that changes events", { emit: (event) => void Object.assign(event, { type: "poll" }) }],
    ["a flush that fails", { emit: () => undefined, flush: () => Promise.reject(new Error("lost")) }],
  ])("%s", async (_, telemetry) => {
    expect(await brokenPromises(telemetryContract, () => subject(telemetry))).not.toEqual([])
  })
})
