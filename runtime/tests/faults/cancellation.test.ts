import { getEventListeners, once } from "node:events"
import { describe, expect } from "vitest"
import { sse } from "../../src/adapters/streaming/sse.ts"
import { fetchTransport } from "../../src/adapters/transport/fetch-transport.ts"
import { undiciTransport } from "../../src/adapters/transport/undici-transport.ts"
import { createClient } from "../../src/core/client/create-client.ts"
import type { Client } from "../../src/core/client/client.ts"
import { defineOperation } from "../../src/core/operation/define-operation.ts"
import { defineStream } from "../../src/core/stream/define-stream.ts"
import { bytes } from "../../src/adapters/serializer/bytes.ts"
import type { Transport } from "../../src/ports/transport.ts"
import type { VirtualClock } from "../../src/testing/virtual-clock.ts"
import { policy, postSpec, rejection, spec, testService } from "../core/fixture.ts"
import { test } from "../test.ts"
import { answer, serveFault, type Fault, type FaultServer } from "./fault-server.ts"
import { requestTo, transports } from "./loopback-client.ts"

const json = (length: number): string => answer("200 OK", "content-type: application/json", `content-length: ${length}`)
const stallAfter = (text: string): Fault => ({
  at: "head",
  act(socket, _request, server) {
    if (text === "") server.stall()
    else socket.write(text, server.stall)
  },
})
/** Lets what is on its way on the loopback arrive. */
const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve))
}

interface Point {
  readonly name: string
  readonly fault: Fault
  readonly start: (client: Client, signal: AbortSignal) => Promise<unknown>
  /** Besides the server having stalled. */
  readonly ready?: (clock: VirtualClock) => Promise<void>
  /** No connection is given up. */
  readonly keeps?: true
}

async function* endless(): AsyncGenerator<Uint8Array> {
  for (;;) {
    yield new Uint8Array(100)
    await turns(1)
  }
}

const get: Point["start"] = (client, signal) =>
  defineOperation(() => spec({ retry: [policy()] }))({}, { client, signal })

const points: readonly Point[] = [
  { name: "E49.1 waiting for headers", fault: stallAfter(""), start: get },
  { name: "E49.2 within the headers", fault: stallAfter("HTTP/1.1 200 OK\r\nx-a: "), start: get },
  { name: "E49.3 before the body", fault: stallAfter(json(9)), start: get },
  { name: "E49.4 within the body", fault: stallAfter(`${json(9)}{"n"`), start: get },
  {
    name: "E49.5 within the body of an error",
    fault: stallAfter(`${answer("500 Broken", "content-length: 9")}oh`),
    start: get,
  },
  {
    name: "E49.6 between two events",
    fault: stallAfter(`${answer("200 OK", "content-type: text/event-stream")}data: 1\n\n`),
    async start(client, signal) {
      const events = await defineStream(() => ({ ...spec(), framing: sse, event: {} }))({}, { client, signal })
      for await (const event of events) expect(event).toBe(1)
    },
  },
  {
    name: "E49.7 before the first event",
    fault: stallAfter(answer("200 OK", "content-type: text/event-stream")),
    async start(client, signal) {
      for await (const event of await defineStream(() => ({ ...spec(), framing: sse, event: {} }))(
        {},
        { client, signal },
      ))
        expect(event).toBeUndefined()
    },
  },
  {
    name: "E49.8 within an upload",
    fault: stallAfter(""),
    start: (client, signal) =>
      defineOperation(() => postSpec({ body: { encode: endless, writer: bytes } }))({}, { client, signal }),
  },
  {
    name: "E49.9 in the wait before another attempt",
    fault: {
      act: (socket, _request, server) => void socket.end(answer("503 Busy", "content-length: 0"), () => server.stall()),
    },
    start: get,
    ready: (clock) => clock.armed(),
  },
]

describe.for(transports)("%s", ([, create]) => {
  describe("E49 an abort rejects with its reason and closes the connection", () => {
    test.for(points.map((point): [string, Point] => [point.name, point]))(
      "%s",
      async ([, point], { clock, resources }) => {
        const server = resources.use(await serveFault(point.fault))
        const transport = create(clock)
        resources.defer(() => transport.close?.())
        const client = createClient(testService(), {
          transport,
          clock,
          baseUrl: server.url,
          timeout: { headersMs: Infinity, idleMs: Infinity, attemptMs: Infinity, totalMs: Infinity },
        })
        const controller = new AbortController()
        const call = rejection(point.start(client, controller.signal))
        await server.stalled(1)
        await point.ready?.(clock)
        await turns(5)
        const reason = new Error("the user left")
        controller.abort(reason)
        expect(await call).toBe(reason)
        for (const socket of server.connections) if (!socket.closed) await once(socket, "close")
        expect(getEventListeners(controller.signal, "abort")).toHaveLength(0)
        expect(clock.pending).toBe(0)
        expect(server.requests).toHaveLength(1)
      },
    )
  })

  describe("E55 a reason of any type", () => {
    const reasons: [name: string, reason: unknown][] = [
      ["text", "stop"],
      ["null", null],
      ["zero", 0],
      ["a symbol", Symbol("stop")],
      ["a frozen object", Object.freeze({})],
      ["an object without a prototype", Object.create(null)],
      ["a DOMException", new DOMException("stop", "TimeoutError")],
      ["an error that cannot be extended", Object.preventExtensions(new Error("stop"))],
    ]
    for (const [where, fault] of [
      ["headers", stallAfter("")],
      ["body", stallAfter(`${json(9)}{"n"`)],
    ] as const) {
      test.for(reasons)(`%s, waiting for the ${where}`, async ([, reason], { resources }) => {
        const server = resources.use(await serveFault(fault))
        const transport = create()
        resources.defer(() => transport.close?.())
        const client = createClient(testService(), { transport, baseUrl: server.url })
        const controller = new AbortController()
        const call = rejection(get(client, controller.signal))
        await server.stalled(1)
        await turns(5)
        controller.abort(reason)
        expect(await call).toBe(reason)
      })
    }
  })

  describe("E52 each limit of time ends a call alone", () => {
    const none = { connectMs: Infinity, headersMs: Infinity, idleMs: Infinity, attemptMs: Infinity, totalMs: Infinity }
    const limits: [name: string, fault: Fault, over: object, phase: string][] = [
      ["headers", stallAfter(""), { headersMs: 500 }, "headers"],
      ["idle body", stallAfter(`${json(9)}{"n"`), { idleMs: 500 }, "body"],
      ["attempt, before headers", stallAfter(""), { attemptMs: 500 }, "attempt"],
      ["attempt, within the body", stallAfter(`${json(9)}{"n"`), { attemptMs: 500 }, "attempt"],
      ["total, before headers", stallAfter(""), { totalMs: 500 }, "total"],
      ["total, within the body", stallAfter(`${json(9)}{"n"`), { totalMs: 500 }, "total"],
    ]
    test.for(limits)("%s", async ([, fault, over, phase], { clock, resources }) => {
      const server = resources.use(await serveFault(fault))
      const transport = create(clock)
      resources.defer(() => transport.close?.())
      const client = createClient(testService(), {
        transport,
        clock,
        baseUrl: server.url,
        timeout: { ...none, ...over },
      })
      const call = rejection(defineOperation(() => spec())({}, { client }))
      await server.stalled(1)
      await clock.armed()
      await turns(5)
      await clock.advance(499)
      expect(clock.pending).toBe(1)
      await clock.advance(1)
      expect(await call).toMatchObject({ code: "timeout", phase, maybeExecuted: true, attempts: 1 })
      for (const socket of server.connections) if (!socket.closed) await once(socket, "close")
      expect(clock.pending).toBe(0)
    })
  })

  describe("E54 two ends in one turn: the first counts", () => {
    const start = async (
      resources: { use<T extends AsyncDisposable>(value: T): T; defer(close: () => unknown): void },
      clock: VirtualClock,
    ) => {
      const server: FaultServer = resources.use(await serveFault(stallAfter("")))
      const transport = create(clock)
      resources.defer(() => transport.close?.())
      const client = createClient(testService(), { transport, clock, baseUrl: server.url, timeout: 500, retry: false })
      const controller = new AbortController()
      const call = rejection(get(client, controller.signal))
      await server.stalled(1)
      return { call, controller }
    }
    test("the abort before the limit", async ({ clock, resources }) => {
      const { call, controller } = await start(resources, clock)
      clock.schedule(499, () => controller.abort("user"))
      await clock.advance(500)
      expect(await call).toBe("user")
    })
    test("the limit before the abort", async ({ clock, resources }) => {
      const { call, controller } = await start(resources, clock)
      clock.schedule(500, () => controller.abort("user"))
      await clock.advance(500)
      expect(await call).toMatchObject({ code: "timeout", phase: "attempt" })
    })
    test("the first of two aborts", async ({ clock, resources }) => {
      const { call, controller } = await start(resources, clock)
      controller.abort("first")
      controller.abort("second")
      expect(await call).toBe("first")
    })
  })

  test("E56 an answer that comes too late is let go", async ({ clock, resources }) => {
    let late: (() => void) | undefined
    const server = resources.use(
      await serveFault({
        act(socket, _request, self) {
          late = () => socket.write(`${json(2)}{}`)
          self.stall()
        },
      }),
    )
    const transport = create(clock)
    resources.defer(() => transport.close?.())
    const client = createClient(testService(), { transport, clock, baseUrl: server.url, timeout: 500, retry: false })
    const call = rejection(defineOperation(() => spec())({}, { client }))
    await server.stalled(1)
    await clock.advance(500)
    expect(await call).toMatchObject({ code: "timeout", phase: "attempt" })
    late?.()
    for (const socket of server.connections) if (!socket.closed) await once(socket, "close")
  })

  test("E53 a byte at a time cannot outlast the total limit", async ({ clock, resources }) => {
    const server = resources.use(
      await serveFault({
        act(socket) {
          socket.write(json(1_000_000))
          void (async () => {
            while (!socket.destroyed) {
              socket.write(" ")
              await turns(1)
            }
          })()
        },
      }),
    )
    const transport = create(clock)
    resources.defer(() => transport.close?.())
    const client = createClient(testService(), {
      transport,
      clock,
      baseUrl: server.url,
      timeout: { headersMs: Infinity, idleMs: 1000, attemptMs: Infinity, totalMs: 10_000 },
    })
    const call = rejection(defineOperation(() => spec())({}, { client }))
    const over = call.then(() => true)
    while (!(await Promise.race([over, turns(3).then(() => false)]))) await clock.advance(500)
    expect(await call).toMatchObject({ code: "timeout" })
    expect(clock.now()).toBeLessThanOrEqual(10_500)
  })

  test("E50 a signal shared by many calls carries no listener after them", async ({ resources }) => {
    const server = resources.use(
      await serveFault({
        act(socket, { count }) {
          if (count % 4 === 0) socket.end()
          else socket.write(count % 4 === 1 ? answer("500 Broken", "content-length: 0") : `${json(2)}{}`)
        },
      }),
    )
    const transport: Transport = create()
    resources.defer(() => transport.close?.())
    const client = createClient(testService(), { transport, baseUrl: server.url, retry: false })
    const { signal } = new AbortController()
    const call = () =>
      defineOperation(() => spec())({}, { client, signal }).then(
        () => 1,
        () => 1,
      )
    // Node warns of more than ten listeners, and a call has one while it lasts.
    for (let round = 0; round < 50; round++) await Promise.all(Array.from({ length: 10 }, call))
    expect(getEventListeners(signal, "abort")).toHaveLength(0)
  })
})

describe("where only a pool of one's own can wait", () => {
  test("E49.10 an abort in the queue of a pool rejects at once, and the request is never sent", async ({
    resources,
  }) => {
    let release: (() => void) | undefined
    const server = resources.use(
      await serveFault({
        act(socket, _request, self) {
          release = () => socket.write(`${json(2)}{}`)
          self.stall()
        },
      }),
    )
    const transport = undiciTransport()
    resources.defer(() => transport.close?.())
    const pool = { name: "one", maxConnections: 1 }
    const first = transport.send(requestTo(server.url, { pool }))
    await server.stalled(1)
    const controller = new AbortController()
    const second = rejection(transport.send(requestTo(`${server.url}/second`, { pool, signal: controller.signal })))
    await turns(2)
    controller.abort("enough")
    expect(await second).toBe("enough")
    expect(getEventListeners(controller.signal, "abort")).toHaveLength(0)
    release?.()
    expect(await (await first).body.text()).toBe("{}")
    await turns(5)
    expect(server.requests).toHaveLength(1)
  })

  test("E49.11 an abort while connecting rejects at once", async ({ resources }) => {
    const transport = undiciTransport({ agentOptions: { connect: () => undefined } })
    resources.defer(() => void transport.close?.())
    const controller = new AbortController()
    const call = rejection(transport.send(requestTo("http://127.0.0.1:1/", { signal: controller.signal })))
    await turns(2)
    controller.abort("enough")
    expect(await call).toBe("enough")
    expect(getEventListeners(controller.signal, "abort")).toHaveLength(0)
  })

  test("E52 a connection that takes too long is a timeout of its own", async ({ clock, resources }) => {
    const transport = undiciTransport({ clock, agentOptions: { connect: () => undefined } })
    resources.defer(() => void transport.close?.())
    const call = rejection(transport.send(requestTo("http://127.0.0.1:1/", { timeouts: { headersMs: 500 } })))
    await clock.advance(500)
    expect(await call).toMatchObject({ code: "timeout" })
  })
})

describe("E50 listeners after 10,000 calls on one signal", () => {
  const outcomes: [name: string, answer: () => Promise<Response>][] = [
    ["answers", () => Promise.resolve(new Response("{}"))],
    ["failures", () => Promise.reject(new TypeError("Failed to fetch"))],
    ["errors of the service", () => Promise.resolve(new Response("no", { status: 400 }))],
  ]
  test.for(outcomes)("%s", async ([, respond]) => {
    const transport = fetchTransport({ fetch: respond })
    const client = createClient(testService(), { transport, baseUrl: "http://127.0.0.1", retry: false })
    const { signal } = new AbortController()
    const operation = defineOperation(() => spec())
    for (let call = 0; call < 10_000; call++)
      await operation({}, { client, signal }).then(
        () => 1,
        () => 1,
      )
    expect(getEventListeners(signal, "abort")).toHaveLength(0)
  })
})
