import { describe, expect } from "vitest"
import { fetchTransport } from "../../src/adapters/transport/fetch-transport.ts"
import { undiciTransport } from "../../src/adapters/transport/undici-transport.ts"
import { createClient } from "../../src/core/client/create-client.ts"
import { defineOperation } from "../../src/core/operation/define-operation.ts"
import type { Transport, TransportRequest } from "../../src/ports/transport.ts"
import { postSpec, spec, testService, rejection, type SpecOver } from "../core/fixture.ts"
import { test } from "../test.ts"
import { answer, serveFault, type Fault } from "./fault-server.ts"

const ok = `${answer("200 OK", "content-type: application/json", "content-length: 2")}{}`

/** Answers the first request of each connection and loses the others. */
const closesOnSecond: Fault = {
  act: (socket, { onConnection }) => (onConnection === 1 ? socket.write(ok) : socket.end()),
}
const resetsOnSecond: Fault = {
  act: (socket, { onConnection }) => (onConnection === 1 ? socket.write(ok) : socket.resetAndDestroy()),
}

function start(url: string, transport: Transport) {
  const client = createClient(testService(), { transport, baseUrl: url, retry: false })
  const call = (over: SpecOver, make = spec) => defineOperation(() => make({ pool: one, ...over }))({}, { client })
  return call
}

/** One connection, so that each call follows another on it. */
const one = { name: "one", maxConnections: 1 }
const keyed: SpecOver = { idempotencyHeader: "Idempotency-Key" }

describe("M124 a kept connection that the server closes as the next request arrives", () => {
  const retried: [name: string, fault: Fault, over: SpecOver, make: typeof spec][] = [
    ["GET, closed", closesOnSecond, {}, spec],
    ["GET, reset", resetsOnSecond, {}, spec],
    ["DELETE, closed", closesOnSecond, { method: "DELETE" }, spec],
    ["PUT, closed", closesOnSecond, { method: "PUT" }, postSpec],
    ["keyed POST, closed", closesOnSecond, keyed, postSpec],
    ["keyed POST, reset", resetsOnSecond, keyed, postSpec],
  ]
  test.for(retried)("%s: sent once more, retries off", async ([, fault, over, make], { resources }) => {
    const server = resources.use(await serveFault(fault))
    const transport = undiciTransport()
    resources.defer(() => transport.close?.())
    const call = start(server.url, transport)
    for (let turn = 0; turn < 4; turn++) await call(over, make)
    // The first of the four is answered at once, each other one is lost on its kept connection and then answered.
    expect(server.requests.filter(({ onConnection }) => onConnection === 1)).toHaveLength(4)
    expect(server.requests.filter(({ onConnection }) => onConnection === 2)).toHaveLength(3)
  })

  test("keyed POST: both are the same request, key and all", async ({ resources }) => {
    const server = resources.use(await serveFault(closesOnSecond))
    const transport = undiciTransport()
    resources.defer(() => transport.close?.())
    const call = start(server.url, transport)
    for (let turn = 0; turn < 2; turn++) await call(keyed, postSpec)
    const [first, lost, again] = server.requests
    expect(again?.head).toBe(lost?.head)
    expect(again?.body).toBe(lost?.body)
    expect(again?.head).not.toBe(first?.head)
  })

  const lost: [name: string, over: SpecOver, request: Partial<TransportRequest>][] = [
    ["a POST without a key", {}, { body: "{}" }],
    ["a PATCH", { method: "PATCH" }, { method: "PATCH", body: "{}" }],
  ]
  test.for(lost)("%s is not sent again, for it may have been carried out", async ([, over], { resources }) => {
    const server = resources.use(await serveFault(closesOnSecond))
    const transport = undiciTransport()
    resources.defer(() => transport.close?.())
    const call = start(server.url, transport)
    await call(over, postSpec)
    expect(await rejection(call(over, postSpec))).toMatchObject({
      code: "connection",
      phase: "headers",
      maybeExecuted: true,
      attempts: 1,
    })
    expect(server.requests).toHaveLength(2)
  })

  const send = (transport: Transport, url: string, over: Partial<TransportRequest> = {}) =>
    transport.send({
      method: "GET",
      url,
      headers: [],
      signal: new AbortController().signal,
      timeouts: {},
      pool: one,
      ...over,
    })

  test("a body that is a stream is not sent again", async ({ resources }) => {
    const server = resources.use(await serveFault(closesOnSecond))
    const transport = undiciTransport()
    resources.defer(() => transport.close?.())
    const body = () => new Blob(["x"]).stream()
    await (await send(transport, server.url, { method: "PUT", body: body() })).body.bytes()
    await expect(send(transport, server.url, { method: "PUT", body: body() })).rejects.toMatchObject({
      code: "connection",
      maybeExecuted: true,
    })
    expect(server.requests).toHaveLength(2)
  })

  test("a fresh connection that is closed is an error at once", async ({ resources }) => {
    const server = resources.use(await serveFault({ act: (socket) => socket.end() }))
    const transport = undiciTransport()
    resources.defer(() => transport.close?.())
    await expect(send(transport, server.url)).rejects.toMatchObject({ code: "connection", phase: "headers" })
    expect(server.requests).toHaveLength(1)
  })

  test("a fresh connection that is closed too ends it: once more, not for ever", async ({ resources }) => {
    const server = resources.use(
      await serveFault({ act: (socket, { count }) => (count === 1 ? socket.write(ok) : socket.end()) }),
    )
    const transport = undiciTransport()
    resources.defer(() => transport.close?.())
    await (await send(transport, server.url)).body.bytes()
    await expect(send(transport, server.url)).rejects.toMatchObject({ code: "connection", phase: "headers" })
    expect(server.requests).toHaveLength(3)
  })

  test("an abort in between sends nothing", async ({ resources }) => {
    const controller = new AbortController()
    const server = resources.use(
      await serveFault({
        act(socket, { onConnection }) {
          if (onConnection === 1) return socket.write(ok)
          controller.abort("enough")
          return socket.end()
        },
      }),
    )
    const transport = undiciTransport()
    resources.defer(() => transport.close?.())
    await (await send(transport, server.url)).body.bytes()
    expect(await rejection(send(transport, server.url, { signal: controller.signal }))).toBe("enough")
    expect(server.requests).toHaveLength(2)
  })

  test.for([1, 2, 4])("a pool of %i stays within its size", async (maxConnections, { resources }) => {
    const server = resources.use(await serveFault(closesOnSecond))
    const transport = undiciTransport()
    resources.defer(() => transport.close?.())
    const pool = { name: "small", maxConnections }
    const round = () =>
      Promise.all(Array.from({ length: 8 }, async () => (await send(transport, server.url, { pool })).body.bytes()))
    for (let turn = 0; turn < 3; turn++) await round()
    expect(server.requests.filter(({ onConnection }) => onConnection === 1)).toHaveLength(24)
  })

  test("under fetch the connections are the platform's: the loss is an error", async ({ resources }) => {
    const server = resources.use(await serveFault(closesOnSecond))
    const outcomes: unknown[] = []
    const transport = fetchTransport()
    while (server.requests.at(-1)?.onConnection !== 2) {
      outcomes.push(
        await send(transport, server.url).then(
          ({ body }) => body.text(),
          (error: unknown) => error,
        ),
      )
    }
    expect(outcomes.at(-1)).toMatchObject({ code: "connection", phase: "headers", maybeExecuted: true })
  })

  test("every connection of a pool may be stale at once", async ({ resources }) => {
    const server = resources.use(await serveFault(closesOnSecond))
    const transport = undiciTransport()
    resources.defer(() => transport.close?.())
    const pool = { name: "many" }
    const many = () =>
      Promise.all(Array.from({ length: 20 }, async () => (await send(transport, server.url, { pool })).body.bytes()))
    await many()
    await many()
    expect(server.requests.filter(({ onConnection }) => onConnection === 1)).toHaveLength(40)
  })
})
