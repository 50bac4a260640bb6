import { InMemorySpanExporter, BasicTracerProvider, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base"
import { MeterProvider } from "@opentelemetry/sdk-metrics"
import { afterEach, describe, expect } from "vitest"
import { multipart } from "../../../src/adapters/multipart/multipart.ts"
import { parseRateLimitFields } from "../../../src/adapters/rate-limit/rate-limit-fields.ts"
import { form } from "../../../src/adapters/serializer/form.ts"
import { parseExact } from "../../../src/codec/exact-json.ts"
import { ExactNumber } from "../../../src/codec/exact-number.ts"
import { mapOthers, mapValues, others } from "../../../src/codec/map-values.ts"
import { BatchReporter } from "../../../src/adapters/telemetry/batch-reporter.ts"
import { consoleTelemetry } from "../../../src/adapters/telemetry/console-telemetry.ts"
import { openTelemetry } from "../../../src/adapters/telemetry/opentelemetry/open-telemetry.ts"
import { sseFraming } from "../../../src/adapters/streaming/sse.ts"
import { provider } from "../../../src/core/client/provider.ts"
import { defineOperation } from "../../../src/core/operation/define-operation.ts"
import { defineStream } from "../../../src/core/stream/define-stream.ts"
import { parseLinkHeader } from "../../../src/core/page/link-header.ts"
import { problemDetails } from "../../../src/core/response/problem-details.ts"
import { serviceError } from "../../../src/core/response/service-error.ts"
import { isPristineError } from "../../../src/errors/is-pristine-error.ts"
import type { TelemetryEvent } from "../../../src/ports/telemetry.ts"
import { literal, object, picklist, record, string, variant } from "../../../src/schema/index.ts"
import { issuesOf } from "../../schema/run.ts"
import { it } from "../../test.ts"
import { bench, rejection, spec, testService } from "../fixture.ts"
import { collectAll, events, streamSpec } from "../stream/stream-fixture.ts"
import { expectUntouchedPrototype, owning, prototypeNames } from "./prototype-names.ts"

afterEach(expectUntouchedPrototype)

const evil = { polluted: "yes" }

describe("J100 in a stream", () => {
  const streamed = async (body: string, framing = sseFraming()) => {
    const { client } = bench([{ headers: events, body }])
    const stream = await defineStream(() => streamSpec({ framing }))({}, { client })
    return collectAll(stream)
  }

  it.each(prototypeNames)("%s as a field of an event is no field", async (name) => {
    expect(await streamed(`${name}: {"polluted":"yes"}\n${name}\ndata: {"a":1}\n\n`)).toEqual({ seen: [{ a: 1 }] })
  })

  it.each(prototypeNames)("%s as type and id of an event changes nothing", async (name) => {
    expect(await streamed(`event: ${name}\nid: ${name}\ndata: {"a":1}\n\n`)).toEqual({ seen: [{ a: 1 }] })
  })

  it.each(prototypeNames)("%s as a key of an event's data is its own", async (name) => {
    const { seen } = await streamed(`data: {${JSON.stringify(name)}:{"polluted":"yes"}}\n\n`)
    expect(seen.map((event) => Object.entries(event as object))).toEqual([[[name, evil]]])
  })

  it.each(prototypeNames)("%s as the type of the events that say that the service failed", async (name) => {
    const { seen, error } = await streamed(`event: ${name}\ndata: {"a":1}\n\n`, sseFraming({ errorEvent: name }))
    expect([seen, isPristineError(error, "stream")]).toEqual([[], true])
  })

  it.each(prototypeNames)("%s as the data that ends the stream", async (name) => {
    const { seen } = await streamed(`data: 1\n\ndata: ${name}\n\ndata: 2\n\n`, sseFraming({ sentinel: name }))
    expect(seen).toEqual([1])
  })
})

describe("J100 in a form", () => {
  it.each(prototypeNames)("%s as the name of a part and of a file", async (name) => {
    const writer = multipart.begin?.() ?? multipart
    const file = { name, stream: () => new Blob(["x"]).stream() }
    const fields = Object.assign(owning(name, "own"), { nested: owning(name, ["deep"]), file })
    const text = await new Response(writer.write(fields) as unknown as ReadableStream).text()
    const read = await new Response(text, { headers: { "content-type": writer.contentType } }).formData()
    const parts = [...read].map(([key, value]) => [key, typeof value === "string" ? value : value.name])
    expect(parts).toEqual([
      [name, "own"],
      [`nested[${name}]`, "deep"],
      ["file", name],
    ])
  })

  it.each(prototypeNames)("%s as a field that is written and read", (name) => {
    const written = form.write(owning(name, "own")) as string
    expect([...new URLSearchParams(written)]).toEqual([[name, "own"]])
    const read = form.read(new TextEncoder().encode(`${written}&${name}=again&a[${name}]=1`))
    expect(Object.entries(read as object)).toEqual([
      [name, ["own", "again"]],
      [`a[${name}]`, "1"],
    ])
  })
})

describe("J100 in a dictionary", () => {
  const upper = (value: unknown): unknown => String(value).toUpperCase()

  it.each(prototypeNames)("%s as a key that is checked and changed", (name) => {
    expect(issuesOf(record(string()), owning(name, "a"))).toEqual([])
    expect(issuesOf(record(string()), owning(name, 1))).toHaveLength(1)
    expect(Object.entries(mapValues(owning(name, "a"), upper) as object)).toEqual([[name, "A"]])
    expect(Object.entries(others(owning(name, "a"), ["b"]))).toEqual([[name, "a"]])
    const changed = owning(name, "a")
    mapOthers(changed, [], upper)
    expect(Object.entries(changed)).toEqual([[name, "A"]])
    expect(Object.getPrototypeOf(changed)).toBe(Object.prototype)
  })

  it.each(prototypeNames)("%s as a key of JSON with long numbers", (name) => {
    const parsed = parseExact(`{${JSON.stringify(name)}:12345678901234567890}`)
    expect(Object.keys(parsed as object)).toEqual([name])
    expect(Object.values(parsed as object)).toEqual([new ExactNumber("12345678901234567890")])
    expect(Object.getPrototypeOf(parsed)).toBe(Object.prototype)
  })

  it.each(prototypeNames)("%s as a field that is optional, absent and present", (name) => {
    const schema = object(Object.fromEntries([[name, string()]]))
    expect(issuesOf(schema, owning(name, "a"))).toEqual([])
    expect(issuesOf(schema, {})).toHaveLength(1)
  })
})

describe("J100 in an enum", () => {
  it.each(prototypeNames)("%s as a value that is none", (name) => {
    expect(issuesOf(picklist(["a"]), name)).toHaveLength(1)
    expect(issuesOf(literal("a"), name)).toHaveLength(1)
    expect(issuesOf(picklist(["a"]), name, "tolerant")).toEqual([])
  })

  it.each(prototypeNames)("%s as a value that is one", (name) => {
    expect(issuesOf(picklist(["a", name]), name)).toEqual([])
    expect(issuesOf(literal(name), name)).toEqual([])
  })

  it.each(prototypeNames)("%s as a tag of a union, known and unknown", (name) => {
    const known = variant("kind", [[name, object({ kind: literal(name) })]])
    expect(issuesOf(known, { kind: name })).toEqual([])
    const unknown = variant("kind", [["a", object({ kind: literal("a") })]])
    expect(issuesOf(unknown, { kind: name })).toHaveLength(1)
    expect(issuesOf(unknown, { kind: name }, "tolerant")).toEqual([])
  })

  it.each(prototypeNames)("%s as the field that a union is told apart by", (name) => {
    const schema = variant(name, [["a", object(Object.fromEntries([[name, literal("a")]]))]])
    expect(issuesOf(schema, owning(name, "a"))).toEqual([])
    expect(issuesOf(schema, {})).toHaveLength(1)
  })
})

describe("J100 in an error", () => {
  const failed = async (body: unknown, ...failure: Parameters<typeof serviceError>) => {
    const service = testService({ provider: provider({ failure: [serviceError(...failure), problemDetails] }) })
    const headers = { "content-type": "application/problem+json" }
    const { client } = bench([{ status: 400, headers, body: JSON.stringify(body) }], {}, service)
    const error = await rejection(defineOperation(() => spec({ service }))({}, { client }))
    expect(isPristineError(error, "http")).toBe(true)
    return error as { serviceCode?: string; detail?: string; problem?: object; toJSON(): object }
  }

  it.each(prototypeNames)("%s as the service's code and message", async (name) => {
    const error = await failed({ code: name, message: name }, ["code"], ["message"])
    expect([error.serviceCode, error.detail]).toEqual([name, name])
    expect(error.toJSON()).toMatchObject({ serviceCode: name })
  })

  it.each(prototypeNames)("%s as the place of code and message: only where the body has it", async (name) => {
    const own = await failed(owning(name, "word"), [name], [name])
    expect([own.serviceCode, own.detail]).toEqual(["word", "word"])
    const none = await failed({}, [name], [name, "name"])
    expect([none.serviceCode, none.detail]).toEqual([undefined, undefined])
  })

  it.each(prototypeNames)("%s as a member of problem details is left in the body", async (name) => {
    const { problem } = await failed(owning(name, { title: "polluted" }))
    expect(problem).toEqual({ type: "about:blank", status: 400 })
  })

  it.each(prototypeNames)("%s as the code of a foreign error", (name) => {
    const foreign = Object.assign(new Error("x"), { code: name, [Symbol.for("pristine.error")]: true })
    expect([isPristineError(foreign), isPristineError(foreign, "http")]).toEqual([true, false])
  })
})

describe("J100 in telemetry", () => {
  it.each(prototypeNames)("%s as operation, route, request id and error", async (name) => {
    const lines: string[] = []
    const exporter = new InMemorySpanExporter()
    const tracer = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }).getTracer("t")
    const otel = openTelemetry({ tracer, meter: new MeterProvider().getMeter("t") })
    const seen: TelemetryEvent[] = []
    const written = consoleTelemetry({ write: (line) => lines.push(line) })
    const emit = (event: TelemetryEvent): void => {
      seen.push(event)
      written.emit(event)
    }
    for (const telemetry of [otel, { emit }]) {
      const { client } = bench([{ status: 404, headers: { "x-request-id": name } }], { telemetry })
      await defineOperation(() => spec({ id: name, route: `/${name}` })).safe({}, { client })
    }
    expect(exporter.getFinishedSpans().map((span) => span.name)).toEqual([`GET /${name}`, name])
    expect(seen.find(({ type }) => type === "attempt:end")).toMatchObject({ operation: name, requestId: name })
    expect(lines.join("\n")).toContain(`request=${name}`)
  })

  it.each(prototypeNames)("%s as an attribute of an item is delivered as it is", async (name) => {
    const sent: unknown[] = []
    const reporter = new BatchReporter<object>({
      send: (batch) => {
        sent.push(...batch)
        return Promise.resolve()
      },
    })
    reporter.add(owning(name, evil))
    await reporter.close()
    expect(sent.map((item) => Object.entries(item as object))).toEqual([[[name, evil]]])
  })
})

describe("J100 in a header that is read", () => {
  it.each(prototypeNames)("%s as a parameter of a link", (name) => {
    const text = `</a>; ${name}=x; rel="${name} next", </b>; ${name}; rel=${name}`
    expect(parseLinkHeader(text)).toEqual([
      { target: "/a", relations: [name.toLowerCase(), "next"] },
      { target: "/b", relations: [name.toLowerCase()] },
    ])
  })

  it.each(prototypeNames)("%s as the name of a quota", (name) => {
    const headers = new Headers({ ratelimit: `"${name}";r=1;constructor`, "ratelimit-policy": `"${name}";q=2;then` })
    expect(parseRateLimitFields(headers)).toEqual([{ policy: name, remaining: 1, quota: 2 }])
  })
})
