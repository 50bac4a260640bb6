import { once } from "node:events"
import type { IncomingMessage, ServerResponse } from "node:http"
import { expect, onTestFinished } from "vitest"
import { fetchTransport } from "../../../src/adapters/transport/fetch-transport.ts"
import { undiciTransport } from "../../../src/adapters/transport/undici-transport.ts"
import { sse } from "../../../src/adapters/streaming/sse.ts"
import { createClient } from "../../../src/core/client/create-client.ts"
import type { Client } from "../../../src/core/client/client.ts"
import { defineOperation } from "../../../src/core/operation/define-operation.ts"
import { defineStream } from "../../../src/core/stream/define-stream.ts"
import type { Transport } from "../../../src/ports/transport.ts"
import { serveHttp } from "../../adapters/transport/loopback.ts"
import { it } from "../../test.ts"
import { policy, postSpec, rejection, rule, spec, testService } from "../fixture.ts"

/** Real sockets: what a scripted transport cannot show. Every row runs over both transports. */
const transports: [name: string, make: () => Transport][] = [
  ["undici", () => undiciTransport()],
  ["fetch", () => fetchTransport()],
]

async function serve(
  make: () => Transport,
  handle: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<Client> {
  const url = await serveHttp(handle)
  const service = testService({ baseUrl: () => `${url}/v1`, transport: make })
  const client = createClient(service, { random: () => 0 })
  onTestFinished(() => client.close())
  return client
}

it.each(transports)("%s: a call there and back, retried once", async (_, make) => {
  const seen: unknown[] = []
  const client = await serve(make, (request, response) => {
    void (async () => {
      let body = ""
      for await (const chunk of request) body += String(chunk)
      seen.push([
        request.method,
        request.url,
        request.headers["content-type"],
        request.headers["accept"],
        request.headers["x-attempt"],
        body,
      ])
      response.writeHead(seen.length === 1 ? 503 : 200, { "content-type": "application/json" }).end('{"id":1}')
    })()
  })
  const add = defineOperation(() =>
    postSpec({
      retry: [policy({ rules: [rule({ backoff: "none" })] })],
      headers: (_input, scope) => [["X-Attempt", scope.attempt]],
      query: () => [["q", "a b"]],
    }),
  )
  expect(await add({ name: "é" }, { client })).toEqual({ id: 1 })
  const request = (attempt: string): unknown[] => [
    "POST",
    "/v1/pets?q=a%20b",
    "application/json",
    "application/json",
    attempt,
    '{"name":"é"}',
  ]
  expect(seen).toEqual([request("0"), request("1")])
})

it.each(transports)("%s: leaving a stream closes its socket", async (_, make) => {
  let closed: Promise<unknown> | undefined
  const client = await serve(make, (_request, response) => {
    closed = once(response, "close")
    response.writeHead(200, { "content-type": "text/event-stream" })
    response.write('data: {"n":1}\n\n')
  })
  const stream = await defineStream(() => ({ ...spec(), framing: sse, event: {} }))({}, { client })
  for await (const event of stream) {
    expect(event).toEqual({ n: 1 })
    break
  }
  await closed
})

it.each(transports)("%s: an abort closes the socket, and the reason is the caller's", async (_, make) => {
  let answer: (response: ServerResponse) => void = () => undefined
  const arrived = new Promise<ServerResponse>((resolve) => (answer = resolve))
  const client = await serve(make, (_request, response) => answer(response))
  const controller = new AbortController()
  const failed = rejection(defineOperation(() => spec())({}, { client, signal: controller.signal }))
  const closed = once(await arrived, "close")
  controller.abort("enough")
  expect(await failed).toBe("enough")
  await closed
})

it.each(transports)("%s: a connection that breaks within the body is retried", async (_, make) => {
  let count = 0
  const client = await serve(make, (_request, response) => {
    count += 1
    response.writeHead(200, { "content-type": "application/json", "content-length": 8 })
    if (count > 1) response.end('{"id":1}')
    else response.write('{"id', () => response.destroy())
  })
  const get = defineOperation(() => spec({ retry: [policy({ rules: [rule({ backoff: "none" })] })] }))
  expect([await get({}, { client }), count]).toEqual([{ id: 1 }, 2])
})

it.each(transports)("%s: an answer that is not read leaves its connection usable", async (_, make) => {
  const client = await serve(make, (_request, response) => void response.end("x".repeat(200_000)))
  const forget = defineOperation(() => spec({ success: [{ status: 200, readers: [] }] }))
  for (let index = 0; index < 50; index++) expect(await forget({}, { client })).toBeUndefined()
})
