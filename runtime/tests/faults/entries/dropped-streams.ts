/** Drops streams in every way that does not leave them, collects, and prints whether the next call got through. */
import { createServer, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { byteChunks } from "../../../src/adapters/streaming/byte-chunks.ts"
import { sse } from "../../../src/adapters/streaming/sse.ts"
import { fetchTransport } from "../../../src/adapters/transport/fetch-transport.ts"
import { undiciTransport } from "../../../src/adapters/transport/undici-transport.ts"
import { createClient } from "../../../src/core/client/create-client.ts"
import { defineOperation } from "../../../src/core/operation/define-operation.ts"
import type { Stream, StreamOperation } from "../../../src/core/operation/operation.ts"
import type { StreamSpec } from "../../../src/core/operation/operation-spec.ts"
import { defineStream } from "../../../src/core/stream/define-stream.ts"
import { spec, type SpecOver, testService } from "../../core/fixture.ts"

type Watch = () => ReturnType<StreamOperation<unknown, unknown>>

interface Use {
  readonly name: string
  readonly over?: SpecOver
  readonly framing?: StreamSpec["framing"]
  readonly fetch?: true
  /** What it returns is all that stays of the stream. */
  readonly use: (watch: Watch) => Promise<unknown>
  /** Reads on after collecting: what was kept is not dropped. */
  readonly after?: (kept: never) => Promise<unknown>
}

const pool = { name: "one", maxConnections: 1 }
const limit = { name: "one", concurrency: 1 }

/** Never held in a variable of what goes on. */
const nothing = (): undefined => undefined

const uses: readonly Use[] = [
  { name: "never read", over: { pool }, use: (watch) => watch().then(nothing) },
  { name: "never read, in a limit", over: { rateLimit: limit }, use: (watch) => watch().then(nothing) },
  { name: "never read, of bytes", over: { pool }, framing: byteChunks, use: (watch) => watch().then(nothing) },
  { name: "never read, over fetch", over: { rateLimit: limit }, fetch: true, use: (watch) => watch().then(nothing) },
  {
    name: "with an iterator that never began",
    over: { pool },
    use: (watch) => watch().then((stream) => void stream[Symbol.asyncIterator]()),
  },
  {
    name: "after an event",
    over: { pool, rateLimit: limit },
    use: (watch) => watch().then((stream) => stream[Symbol.asyncIterator]().next()),
  },
  {
    name: "as a web stream",
    over: { pool },
    use: (watch) => watch().then((stream) => stream.toReadableStream().getReader().read()),
  },
  {
    name: "kept: its iterator",
    over: { pool },
    use: async (watch) => {
      const iterator = (await watch())[Symbol.asyncIterator]()
      await iterator.next()
      return { iterator }
    },
    after: async ({ iterator }: { iterator: AsyncIterator<unknown> }) => {
      try {
        return await iterator.next()
      } finally {
        await iterator.return?.()
      }
    },
  },
  {
    name: "kept: its web stream",
    over: { pool },
    use: async (watch) => {
      const reader = (await watch()).toReadableStream().getReader()
      await reader.read()
      return { reader }
    },
    after: async ({ reader }: { reader: ReadableStreamDefaultReader }) => {
      try {
        return await reader.read()
      } finally {
        await reader.cancel()
      }
    },
  },
  {
    name: "kept: the event it waits for",
    over: { pool },
    use: async (watch) => {
      const iterator = (await watch())[Symbol.asyncIterator]()
      await iterator.next()
      // After that one, leaving is for the collector again.
      return { event: iterator.next() }
    },
    after: ({ event }: { event: Promise<unknown> }) => event,
  },
  {
    name: "kept: the stream",
    over: { pool },
    use: async (watch) => ({ stream: await watch() }),
    after: async ({ stream }: { stream: Stream<unknown> }) => {
      for await (const event of stream) return event
    },
  },
]

const open = new Set<ServerResponse>()
const server = createServer((request, response) => {
  if (request.url?.endsWith("/events") !== true) {
    response.setHeader("content-type", "application/json").end("{}")
    return
  }
  response.setHeader("content-type", "text/event-stream").write("data: 1\n\n")
  open.add(response)
  response.on("close", () => open.delete(response))
})
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** Collects until the condition holds, a bounded number of times. */
async function collectUntil(isDone: () => boolean, rounds: number): Promise<boolean> {
  for (let round = 0; round < rounds && !isDone(); round += 1) {
    globalThis.gc?.()
    for (let count = 0; count < 5; count += 1) await turn()
  }
  return isDone()
}

const report: Record<string, unknown> = {}
for (const { name, over = {}, framing = sse, fetch, use, after } of uses) {
  const transport = fetch ? fetchTransport() : undiciTransport()
  const client = createClient(testService(), { transport, baseUrl, streamLimits: { maxUnreadMs: Infinity } })
  // A signal that outlives the call must not keep it alive.
  const { signal } = new AbortController()
  const watch = defineStream(() => ({ ...spec({ ...over, path: () => "/events" }), framing, event: {} }))
  let kept: unknown = await use(() => watch({}, { client, signal }))
  let through = false
  const next = defineOperation(() => spec(over))({}, { client }).then(() => (through = true))
  for (let count = 0; count < 20; count += 1) await turn()
  const waited = !through
  if (after === undefined) {
    kept = undefined
    report[name] = { waited, through: await collectUntil(() => through, 60), open: open.size }
  } else {
    const dropped = await collectUntil(() => through, 5)
    for (const response of open) response.write("data: 2\n\n")
    report[name] = { waited, dropped, event: await after(kept as never) }
    kept = undefined
    await collectUntil(() => through, 60)
  }
  await next
  await transport.close?.()
}
server.closeAllConnections()
server.close()
console.log(JSON.stringify(report))
