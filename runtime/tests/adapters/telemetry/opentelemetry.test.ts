import { context, propagation, type Context, SpanStatusCode, type TextMapPropagator, trace } from "@opentelemetry/api"
import { MeterProvider, type CollectionResult, MetricReader } from "@opentelemetry/sdk-metrics"
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base"
import { describe, expect } from "vitest"
import { openTelemetry } from "../../../src/adapters/telemetry/opentelemetry/open-telemetry.ts"
import type { Client } from "../../../src/core/client/client.ts"
import { defineOperation } from "../../../src/core/operation/define-operation.ts"
import type { FakeStep } from "../../../src/testing/fake-transport.ts"
import { bench, header, policy, rule, spec, type SpecOver } from "../../core/fixture.ts"
import { PristineError } from "../../../src/errors/pristine-error.ts"
import { test } from "../../test.ts"

class Reader extends MetricReader {
  protected onForceFlush() {
    return Promise.resolve()
  }
  protected onShutdown() {
    return Promise.resolve()
  }
}

/** The real SDK, and a client that reports to it. */
function observed(script: readonly FakeStep[], over: { readonly baseUrl?: string } = {}) {
  const exporter = new InMemorySpanExporter()
  const tracer = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }).getTracer("t")
  const reader = new Reader()
  const meter = new MeterProvider({ readers: [reader] }).getMeter("t")
  const otel = openTelemetry({ tracer, meter })
  const made = bench(script, { telemetry: otel, ...over })
  const metrics = async () => {
    const { resourceMetrics }: CollectionResult = await reader.collect()
    return resourceMetrics.scopeMetrics.flatMap((scope) => scope.metrics)
  }
  return { ...made, otel, exporter, metrics, tracer }
}

const ok = { body: { name: "Rex" } }
const call = (client: Client, over: SpecOver = {}) => defineOperation(() => spec(over)).safe({}, { client })

describe("spans", () => {
  test("one for the call, and one for its attempt in it", async () => {
    const { client, exporter } = observed([ok])
    await call(client)
    const [attempt, whole] = exporter.getFinishedSpans()
    expect([whole?.name, attempt?.name]).toEqual(["get_pet", "GET /pets/{id}"])
    expect(attempt?.parentSpanContext?.spanId).toBe(whole?.spanContext().spanId)
    expect(attempt?.attributes).toEqual({
      "http.request.method": "GET",
      "url.template": "/pets/{id}",
      "server.address": "zoo.test",
      "http.response.status_code": 200,
    })
    expect([attempt?.status.code, whole?.status.code]).toEqual([0, 0])
  })

  test("count what is sent again", async () => {
    const { client, exporter } = observed([{ status: 503 }, { status: 503 }, ok])
    await call(client, { retry: [policy({ rules: [rule({ backoff: "none" })] })] })
    const [first, second, third, whole] = exporter.getFinishedSpans()
    const resends = [first, second, third].map((span) => span?.attributes["http.request.resend_count"])
    expect(resends).toEqual([undefined, 1, 2])
    expect([first?.attributes["error.type"], first?.status.code]).toEqual(["503", 2])
    expect([third?.attributes["error.type"], whole?.status.code]).toEqual([undefined, 0])
    expect(whole?.events.map(({ name }) => name)).toEqual(["retry", "retry"])
  })

  test.for<[name: string, step: FakeStep, attempt: string, whole: string]>([
    ["a status", { status: 404 }, "404", "http"],
    ["no answer", new PristineError("connection", "gone", { phase: "connect" }), "connection", "connection"],
  ])("tell of %s", async ([, step, attempt, whole]) => {
    const { client, exporter } = observed([step])
    await call(client)
    expect(exporter.getFinishedSpans().map((span) => span.attributes["error.type"])).toEqual([attempt, whole])
  })

  test("name a port that is none of the usual", async () => {
    const { client, exporter } = observed([ok], { baseUrl: "http://localhost:8080" })
    await call(client)
    expect(exporter.getFinishedSpans()[0]?.attributes).toMatchObject({
      "server.address": "localhost",
      "server.port": 8080,
    })
  })

  test("keep two clients apart", async () => {
    const { otel, exporter } = observed([])
    const one = bench([ok], { telemetry: otel })
    const other = bench([{ status: 500 }], { telemetry: otel })
    await Promise.all([call(one.client), call(other.client)])
    const spans = exporter.getFinishedSpans()
    expect(spans).toHaveLength(4)
    expect(spans.filter(({ status }) => status.code === SpanStatusCode.ERROR).map(({ name }) => name)).toEqual([
      "GET /pets/{id}",
      "get_pet",
    ])
  })
})

test("the duration of attempts is a histogram", async () => {
  const { client, metrics } = observed([ok, { status: 503 }])
  await call(client)
  await call(client)
  const [histogram] = await metrics()
  expect([histogram?.descriptor.name, histogram?.descriptor.unit]).toEqual(["http.client.request.duration", "s"])
  expect(histogram?.dataPoints.map(({ attributes }) => attributes)).toEqual([
    {
      "http.request.method": "GET",
      "url.template": "/pets/{id}",
      "server.address": "zoo.test",
      "http.response.status_code": 200,
    },
    {
      "http.request.method": "GET",
      "url.template": "/pets/{id}",
      "server.address": "zoo.test",
      "http.response.status_code": 503,
      "error.type": "503",
    },
  ])
})

describe("the trace is told", () => {
  /** Writes the trace, and what else a propagator may think of. */
  const propagator: TextMapPropagator = {
    inject(active: Context, carrier, setter) {
      const { traceId = "", spanId = "" } = trace.getSpanContext(active) ?? {}
      setter.set(carrier, "traceparent", `00-${traceId}-${spanId}-01`)
      setter.set(carrier, "baggage", "user=sentinel")
    },
    extract: (active: Context) => active,
    fields: () => ["traceparent", "baggage"],
  }

  test("to the service, by the transport that is asked for it", async ({ resources }) => {
    propagation.setGlobalPropagator(propagator)
    resources.defer(() => propagation.disable())
    const { client, exporter, otel, transport } = observed([ok, ok])
    await call(client)
    expect(header(transport.requests[0], "traceparent")).toBeUndefined()
    const telling = bench([], { telemetry: otel, transport: otel.transport(transport) })
    await call(telling.client)
    const span = exporter.getFinishedSpans()[2]?.spanContext()
    expect(header(transport.requests[1], "traceparent")).toBe(`00-${span?.traceId ?? ""}-${span?.spanId ?? ""}-01`)
    expect(header(transport.requests[1], "baggage")).toBeUndefined()
  })

  test("not over a header that the caller gave", async ({ resources }) => {
    propagation.setGlobalPropagator(propagator)
    resources.defer(() => propagation.disable())
    const { otel, transport } = observed([ok])
    const headers = { Traceparent: "mine" }
    const { client } = bench([], { telemetry: otel, transport: otel.transport(transport), headers })
    await call(client)
    expect(transport.requests[0]?.headers.filter(([name]) => /traceparent/i.test(name))).toEqual([
      ["Traceparent", "mine"],
    ])
    expect(context.active()).toBeDefined()
  })
})
