import { once } from "node:events"
import { readFile } from "node:fs/promises"
import { constants, createSecureServer, type ServerHttp2Stream } from "node:http2"
import type { AddressInfo } from "node:net"
import { describe, expect } from "vitest"
import { undiciTransport } from "../../src/adapters/transport/undici-transport.ts"
import { createClient } from "../../src/core/client/create-client.ts"
import { defineOperation } from "../../src/core/operation/define-operation.ts"
import type { ResourceStack } from "../../src/testing/resource-stack.ts"
import { policy, postSpec, rule, spec, testService } from "../core/fixture.ts"
import { it } from "../test.ts"

const pem = (name: string) => readFile(new URL(`../fixtures/tls/${name}.pem`, import.meta.url))
const [key, cert] = await Promise.all([pem("key"), pem("certificate")])

type Act = (stream: ServerHttp2Stream) => unknown

const resets =
  (code: number): Act =>
  (stream) =>
    stream.close(code)

/** Does so with the first request, and answers those that follow. */
async function serveHttp2(resources: ResourceStack, act: Act) {
  const methods: unknown[] = []
  const server = createSecureServer({ key, cert })
  server.on("sessionError", () => undefined)
  server.on("session", (session) => resources.defer(() => session.destroy()))
  server.on("stream", (stream, headers) => {
    stream.on("error", () => undefined)
    if (methods.push(headers[":method"]) === 1) return void act(stream)
    stream.respond({ ":status": 200, "content-type": "application/json" })
    stream.end("{}")
  })
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  resources.defer(() => new Promise((resolve) => server.close(resolve)))
  return { methods, url: `https://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

const retry = [policy({ rules: [rule({ baseMs: 0 })] })]
const kinds = {
  GET: () => spec({ retry }),
  "keyed POST": () => postSpec({ retry, idempotencyHeader: "Idempotency-Key" }),
  POST: () => postSpec({ retry }),
}
const { NGHTTP2_CANCEL, NGHTTP2_INTERNAL_ERROR, NGHTTP2_REFUSED_STREAM } = constants

describe("M128 HTTP/2, where it is switched on:", () => {
  const faults: readonly (readonly [name: string, act: Act, unsent: boolean])[] = [
    ["a stream that is refused was not processed (RFC 9113, section 8.7)", resets(NGHTTP2_REFUSED_STREAM), true],
    ["a stream that is cancelled may have been", resets(NGHTTP2_CANCEL), false],
    ["a stream that broke within the server may have been", resets(NGHTTP2_INTERNAL_ERROR), false],
    ["a server that goes away may have done it first", (stream) => stream.session?.goaway(0, 0), false],
  ]
  const rows = faults.flatMap(([name, act, unsent]) =>
    Object.entries(kinds).map(([kind, make]) => ({ name, act, kind, make, again: unsent || kind !== "POST" })),
  )
  it.for(rows.map((row) => [`${row.name}: ${row.kind} is${row.again ? "" : " not"} sent again`, row] as const))(
    "%s",
    async ([, { act, make, again }], { resources }) => {
      const server = await serveHttp2(resources, act)
      const transport = undiciTransport({ agentOptions: { allowH2: true, connect: { ca: cert } } })
      resources.defer(() => transport.close?.())
      const client = createClient(testService(), { transport, baseUrl: server.url })
      const result = await defineOperation(make).safe({}, { client })
      expect(result).toMatchObject(
        again
          ? { ok: true, data: {} }
          : { ok: false, error: { code: "connection", phase: "headers", maybeExecuted: true, attempts: 1 } },
      )
      expect(server.methods).toHaveLength(again ? 2 : 1)
    },
  )
})
