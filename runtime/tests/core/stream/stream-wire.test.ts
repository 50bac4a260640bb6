import diagnostics from "node:diagnostics_channel"
import { once } from "node:events"
import type { IncomingMessage, ServerResponse } from "node:http"
import type { Socket } from "node:net"
import { constants, createGzip } from "node:zlib"
import { describe, expect, onTestFinished } from "vitest"
import { sseFraming } from "../../../src/adapters/streaming/sse.ts"
import { fetchTransport } from "../../../src/adapters/transport/fetch-transport.ts"
import { undiciTransport } from "../../../src/adapters/transport/undici-transport.ts"
import type { Client } from "../../../src/core/client/client.ts"
import { createClient } from "../../../src/core/client/create-client.ts"
import { defineStream } from "../../../src/core/stream/define-stream.ts"
import type { StreamSpec } from "../../../src/core/operation/operation-spec.ts"
import { resumeStream } from "../../../src/core/stream/resume-stream.ts"
import type { Transport } from "../../../src/ports/transport.ts"
import { VirtualClock } from "../../../src/testing/virtual-clock.ts"
import { serveHttp, serveRaw } from "../../adapters/transport/loopback.ts"
import { it } from "../../test.ts"
import { testService } from "../fixture.ts"
import { collectAll, events, streamSpec } from "./stream-fixture.ts"

const transports: [name: string, make: () => Transport][] = [
  ["undici", () => undiciTransport()],
  ["fetch", () => fetchTransport()],
]

const head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
const chunk = (text: string): string => `${text.length.toString(16)}\r\n${text}\r\n`

function clientOf(make: () => Transport, url: string, clock?: VirtualClock): Client {
  const service = testService({ baseUrl: () => url, transport: make })
  const client = createClient(service, { random: () => 0, ...(clock !== undefined && { clock }) })
  onTestFinished(() => client.close())
  return client
}

async function serve(
  make: () => Transport,
  handle: (request: IncomingMessage, response: ServerResponse) => void,
  clock?: VirtualClock,
): Promise<Client> {
  return clientOf(make, await serveHttp(handle), clock)
}

/** Sockets that undici, also the one within `fetch`, opens from now on. */
function watchSockets(): readonly Socket[] {
  const sockets: Socket[] = []
  const onConnected = (message: unknown): void => void sockets.push((message as { socket: Socket }).socket)
  diagnostics.subscribe("undici:client:connected", onConnected)
  onTestFinished(() => void diagnostics.unsubscribe("undici:client:connected", onConnected))
  return sockets
}

/** Lets everything that can go on without a timer do so. */
async function turns(count: number): Promise<void> {
  for (let index = 0; index < count; index++) await new Promise((resolve) => setImmediate(resolve))
}

const watch = (over?: Partial<StreamSpec>): ReturnType<typeof defineStream> => defineStream(() => streamSpec(over))

describe.each(transports)("%s", (transport, make) => {
  it("F66 a reader that stops after an event holds the service back", async () => {
    const sockets = watchSockets()
    const total = 32 * 1_024 * 1_024
    const event = `data: "${"x".repeat(1_000)}"\n\n`
    const client = await serve(make, (_request, response) => {
      response.writeHead(200, events)
      response.write(event.repeat(total / event.length))
    })
    const reader = (await watch()({}, { client }))[Symbol.asyncIterator]()
    await reader.next()
    const [socket] = sockets
    await turns(1_000)
    const stopped = socket?.bytesRead ?? Infinity
    expect(stopped).toBeLessThanOrEqual(256 * 1_024)
    for (let count = 0; count < 2_000; count++) await reader.next()
    expect(socket?.bytesRead).toBeGreaterThan(stopped)
    await reader.return?.()
  })

  it.each<[name: string, leave: (reader: AsyncIterator<unknown>) => Promise<unknown> | undefined]>([
    ["return", (reader) => reader.return?.()],
    ["throw", (reader) => reader.throw?.(new Error("mine"))],
    ["return, never read", (reader) => reader.return?.()],
  ])("F67 %s closes the socket and frees the place", async (name, leave) => {
    const closed: Promise<unknown>[] = []
    const client = await serve(make, (_request, response) => {
      closed.push(once(response, "close"))
      response.writeHead(200, events).write("data: 1\n\n")
    })
    const limited = watch({ rateLimit: { name: "one", concurrency: 1 } })
    for (let count = 0; count < 3; count++) {
      const reader = (await limited({}, { client }))[Symbol.asyncIterator]()
      if (!name.endsWith("never read")) await reader.next()
      await leave(reader)?.catch((error: unknown) => expect(error).toEqual(new Error("mine")))
    }
    expect(await Promise.all(closed)).toHaveLength(3)
  })

  it("F67 return while an event is awaited closes the socket", async () => {
    let closed: Promise<unknown> | undefined
    const client = await serve(make, (_request, response) => {
      closed = once(response, "close")
      response.writeHead(200, events).write("data: 1\n\n")
    })
    const reader = (await watch()({}, { client }))[Symbol.asyncIterator]()
    await reader.next()
    const next = reader.next()
    expect([await reader.return?.(), await next].map((result) => result?.done)).toEqual([true, true])
    await closed
  })

  it("F63 the sentinel ends a stream that the service keeps open, and closes its socket", async () => {
    let closed: Promise<unknown> | undefined
    const client = await serve(make, (_request, response) => {
      closed = once(response, "close")
      response.writeHead(200, events).write("data: 1\n\ndata: [DONE]\n\n")
    })
    expect((await collectAll(await watch()({}, { client }))).seen).toEqual([1])
    await closed
  })

  it("F71 gzip: an event comes with the service's flush, not with the end", async () => {
    const client = await serve(make, (_request, response) => {
      response.writeHead(200, { ...events, "content-encoding": "gzip" })
      const gzip = createGzip()
      gzip.pipe(response)
      gzip.write('data: "é1"\n\ndata: "')
      gzip.flush(constants.Z_SYNC_FLUSH)
    })
    const reader = (await watch()({}, { client }))[Symbol.asyncIterator]()
    expect(await reader.next()).toEqual({ done: false, value: "é1" })
    await reader.return?.()
  })

  it("F71 gzip over many flushes, within events too, is the text", async () => {
    const text = Array.from({ length: 50 }, (_item, index) => `id: ${index}\ndata: {"n":${index},"t":"é😀"}\n\n`).join(
      "",
    )
    const bytes = Buffer.from(text)
    const client = await serve(make, (_request, response) => {
      response.writeHead(200, { ...events, "content-encoding": "gzip" })
      const gzip = createGzip()
      gzip.pipe(response)
      for (let at = 0; at < bytes.length; at += 37) {
        gzip.write(bytes.subarray(at, at + 37))
        gzip.flush(constants.Z_SYNC_FLUSH)
      }
      gzip.end()
    })
    const { seen, error } = await collectAll(await watch()({}, { client }))
    expect([seen.length, seen.at(-1), error]).toEqual([50, { n: 49, t: "é😀" }, undefined])
  })

  it("F71 gzip that is cut off is an error, and what was delivered stays", async () => {
    let end: (() => void) | undefined
    const client = await serve(make, (_request, response) => {
      response.writeHead(200, { ...events, "content-encoding": "gzip" })
      const gzip = createGzip()
      gzip.on("data", (part: Buffer) => response.write(part))
      gzip.write("data: 1\n\n")
      gzip.flush(constants.Z_SYNC_FLUSH)
      end = () => response.end()
    })
    const declared = watch({ framing: sseFraming({ sentinel: "[DONE]" }) })
    const reader = (await declared({}, { client }))[Symbol.asyncIterator]()
    expect(await reader.next()).toEqual({ done: false, value: 1 })
    end?.()
    // `fetch` takes a coding that stops at a flush for one that is complete.
    await expect(reader.next()).rejects.toMatchObject({ code: transport === "undici" ? "decode" : "stream" })
  })

  it.each<[name: string, end: (socket: Socket) => void]>([
    ["reset within an event", (socket) => void socket.write("", () => socket.resetAndDestroy())],
    ["FIN within a chunk", (socket) => socket.end("40\r\ndata: 2")],
    ["FIN before the last chunk", (socket) => socket.end(chunk("data: 2\n\n").slice(0, -9))],
    ["a chunk without a size", (socket) => socket.end("xyz\r\ndata: 2\r\n")],
    ["a chunk that is longer than it says", (socket) => socket.end("2\r\ndata: 2\n\n\r\n0\r\n\r\n")],
  ])("F75 %s is a connection error, and what was delivered stays", async (_name, end) => {
    let send: (() => void) | undefined
    const { url } = await serveRaw((socket) => {
      socket.write(`${head}Transfer-Encoding: chunked\r\n\r\n${chunk("data: 1\n\n")}`)
      send = () => end(socket)
    })
    const stream = await watch()({}, { client: clientOf(make, url) })
    const reader = stream[Symbol.asyncIterator]()
    expect(await reader.next()).toEqual({ done: false, value: 1 })
    send?.()
    await expect(reader.next()).rejects.toMatchObject({
      code: "connection",
      operation: "watch",
      maybeExecuted: true,
      retryable: true,
    })
    expect(await reader.next()).toEqual({ done: true, value: undefined })
  })

  it("F75 fewer bytes than announced are a connection error", async () => {
    const { url } = await serveRaw((socket) => socket.end(`${head}Content-Length: 50\r\n\r\ndata: 1\n\n`))
    const { error } = await collectAll(await watch()({}, { client: clientOf(make, url) }))
    expect(error).toMatchObject({ code: "connection" })
  })

  it("F75 a close without a length ends the stream, or is an error where a sentinel is declared", async () => {
    const { url } = await serveRaw((socket) => socket.end(`${head}\r\ndata: 1\n\n`))
    const client = clientOf(make, url)
    expect(await collectAll(await watch()({}, { client }))).toEqual({ seen: [1], error: undefined })
    const declared = watch({ framing: sseFraming({ sentinel: "[DONE]" }) })
    expect(await collectAll(await declared({}, { client }))).toMatchObject({ seen: [1], error: { code: "stream" } })
  })

  it("F73 goes on over new connections until the service says that nothing follows", async () => {
    const clock = new VirtualClock()
    const asked: unknown[] = []
    const client = await serve(
      make,
      (request, response) => {
        asked.push(request.headers["last-event-id"])
        if (asked.length > 2) response.writeHead(204).end()
        else {
          response.writeHead(200, events)
          response.write(`id: ä${asked.length}\ndata: ${asked.length}\n\n`, () => {
            if (asked.length === 1) response.destroy()
            else response.end()
          })
        }
      },
      clock,
    )
    const state = { over: false }
    const reading = collectAll(await watch({ resume: resumeStream() })({}, { client }))
    const done = reading.finally(() => (state.over = true))
    while (!state.over) {
      await turns(1)
      // Limits of silence are armed too; only the waits between connections are this short.
      if ((clock.nextDelay ?? Infinity) <= 1_000) await clock.runNext()
    }
    expect(await done).toEqual({ seen: [1, 2], error: undefined })
    expect(asked).toEqual([undefined, "Ã¤1", "Ã¤2"])
  })
})
