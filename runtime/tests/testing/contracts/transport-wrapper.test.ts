import { BasicTracerProvider } from "@opentelemetry/sdk-trace-base"
import { describe, expect } from "vitest"
import { loggingTransport } from "../../../src/adapters/logger/logging-transport.ts"
import { adaptiveTransport } from "../../../src/adapters/rate-limit/adaptive-transport.ts"
import { openTelemetry } from "../../../src/adapters/telemetry/opentelemetry/open-telemetry.ts"
import { followRedirects } from "../../../src/adapters/transport/follow-redirects.ts"
import { lateTransport } from "../../../src/adapters/transport/late-transport.ts"
import type { Transport, TransportRequest } from "../../../src/ports/transport.ts"
import { transportWrapperContract } from "../../../src/testing/contracts/transport-wrapper-contract.ts"
import { fakeTransport } from "../../../src/testing/fake-transport.ts"
import { recordTraffic } from "../../../src/testing/traffic/record-traffic.ts"
import { it } from "../../test.ts"
import { brokenPromises, runContract } from "./run-contract.ts"

const wrappers: readonly (readonly [name: string, wrap: (inner: Transport) => Transport])[] = [
  ["logging", (inner) => loggingTransport(inner, { write: () => undefined })],
  ["adaptive", adaptiveTransport],
  ["recording", recordTraffic],
  ["following redirects", followRedirects],
  ["late", (inner) => lateTransport(() => Promise.resolve(inner))],
  ["traced", (inner) => openTelemetry({ tracer: new BasicTracerProvider().getTracer("t") }).transport(inner)],
]
for (const [name, wrap] of wrappers) runContract(name, transportWrapperContract, () => ({ wrap }))

it.each([
  ["a GET", "GET", 302],
  ["a POST, as a GET", "POST", 303],
])("a redirect of %s is followed with its secrets", async (_, method, status) => {
  const inner = fakeTransport([{ status, headers: { location: "/b" } }, {}])
  const secrets = { names: ["pin"] }
  const { signal } = new AbortController()
  await followRedirects(inner).send({ method, url: "https://a.test/a", headers: [], timeouts: {}, signal, secrets })
  expect(inner.requests.map((request) => request.secrets)).toEqual([secrets, secrets])
})

describe("the contract notices", () => {
  const without =
    (key: keyof TransportRequest) =>
    (inner: Transport): Transport => ({
      ...inner,
      send: ({ [key]: _, ...rest }) => inner.send(rest as TransportRequest),
    })
  it.each<[name: string, wrap: (inner: Transport) => Transport]>([
    ["lost secrets", without("secrets")],
    ["a lost pool", without("pool")],
    ["lost word of a repetition", without("idempotent")],
    ["lost limits", (inner) => ({ ...inner, send: (request) => inner.send({ ...request, timeouts: {} }) })],
    [
      "a lost abort",
      (inner) => ({ ...inner, send: (request) => inner.send({ ...request, signal: new AbortController().signal }) }),
    ],
    ["one that leaves what it is around open", (inner) => ({ send: (...given) => inner.send(...given) })],
    [
      "one that asks twice",
      (inner) => ({ ...inner, send: (request) => inner.send(request).then(() => inner.send(request)) }),
    ],
  ])("%s", async (_, wrap) => {
    expect(await brokenPromises(transportWrapperContract, () => ({ wrap }))).not.toEqual([])
  })
})
