import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { build } from "esbuild"
import { describe, expect } from "vitest"
import { defaultRetry } from "../../src/adapters/retry/default-retry.ts"
import { json } from "../../src/adapters/serializer/json.ts"
import { fetchTransport } from "../../src/adapters/transport/fetch-transport.ts"
import { undiciTransport } from "../../src/adapters/transport/undici-transport.ts"
import { createClient } from "../../src/core/client/create-client.ts"
import { defineOperation } from "../../src/core/operation/define-operation.ts"
import { isPristineError } from "../../src/errors/is-pristine-error.ts"
import { PristineError } from "../../src/errors/pristine-error.ts"
import type * as Runtime from "../../src/index.ts"
import { policy, rejection, rule, spec, testService } from "../core/fixture.ts"
import { test } from "../test.ts"
import { answer, serveFault, type FaultServer } from "./fault-server.ts"
import { requestTo, transports } from "./loopback-client.ts"

const reply = answer("200 OK", "content-type: application/json", "content-length: 2") + "{}"
const success = [{ status: 200, readers: [json] }]
const get = defineOperation(() => spec({ success }))

/** Answers as an operation expects it; others on the same connections follow. */
const answering = { act: (socket: { write(text: string): unknown }) => socket.write(reply) }

async function closedConnections({ connections }: FaultServer): Promise<void> {
  for (const socket of connections) {
    if (!socket.destroyed) await new Promise((resolve) => socket.once("close", resolve))
  }
}

describe("L119 a pool of one connection", () => {
  const pool = { name: "one", maxConnections: 1 }
  const failing: readonly [row: string, text: string, code: string][] = [
    [
      "L119.1 a status that is none of the operation's",
      answer("404 Not Found", "content-length: 9") + "not found",
      "http",
    ],
    [
      "L119.2 an error with a large body",
      answer("500 Oops", "content-length: 1000000") + "x".repeat(1_000_000),
      "http",
    ],
    [
      "L119.3 an error with a body for ever",
      answer("400 Bad", "transfer-encoding: chunked") + `fffff\r\n${"x".repeat(0xfffff)}\r\n`,
      "http",
    ],
    [
      "L119.4 a body that is no JSON",
      answer("200 OK", "content-type: application/json", "content-length: 1") + "x",
      "decode",
    ],
    ["L119.5 a body beyond the client's limit", answer("200 OK", "content-length: 9000") + "x".repeat(9000), "limit"],
    [
      "L119.6 a body that says it is gzip",
      answer("200 OK", "content-encoding: gzip", "content-length: 9") + "x".repeat(9),
      "decode",
    ],
    ["L119.7 a redirect with a body", answer("302 Found", "location: /x", "content-length: 5") + "there", "http"],
    ["L119.8 two lengths", answer("200 OK", "content-length: 1", "content-length: 2") + "xx", "connection"],
  ]
  test.for(failing)("%s leaves it free for the next call", async ([, text, code], { resources }) => {
    const server = resources.use(
      await serveFault({ act: (socket, { count }) => socket.write(count === 1 ? text : reply, "latin1") }),
    )
    const transport = undiciTransport()
    resources.defer(() => transport.close?.())
    const options = { transport, baseUrl: server.url, retry: false, maxResponseBytes: 4000 } as const
    const client = createClient(testService(), options)
    const operation = defineOperation(() => spec({ success, pool }))
    expect(await rejection(operation({}, { client }))).toMatchObject({ code })
    expect(await operation({}, { client })).toEqual({})
  })

  test("L119.9 an answer whose body is cancelled leaves it free", async ({ resources }) => {
    const server = resources.use(
      await serveFault({
        act: (socket, { count }) => socket.write(count === 1 ? answer("200 OK", "content-length: 99") + "x" : reply),
      }),
    )
    const transport = undiciTransport()
    resources.defer(() => transport.close?.())
    const { body } = await transport.send(requestTo(server.url, { pool }))
    const second = transport.send(requestTo(server.url, { pool }))
    await body.cancel()
    expect(await (await second).body.text()).toBe("{}")
  })
})

describe("L119 a pool of one connection under a transport alone", () => {
  const pool = { name: "one", maxConnections: 1 }
  const long = answer("200 OK", "content-length: 1000000") + "x".repeat(1_000_000)

  test("L119.10 an answer that fits what is read ahead leaves it free, unread", async ({ resources }) => {
    const server = resources.use(await serveFault(answering))
    const transport = undiciTransport()
    resources.defer(() => transport.close?.())
    const unread = await transport.send(requestTo(server.url, { pool }))
    expect(await (await transport.send(requestTo(server.url, { pool }))).body.text()).toBe("{}")
    // The signal that it was sent under is held until then.
    await unread.body.cancel()
  })

  test("L119.11 a longer one holds it until it is cancelled, or its signal aborted", async ({ resources }) => {
    const server = resources.use(
      await serveFault({ act: (socket, { count }) => socket.write(count % 2 === 1 ? long : reply) }),
    )
    const transport = undiciTransport()
    resources.defer(() => transport.close?.())
    const controller = new AbortController()
    const ends = [(body: { cancel(): unknown }) => body.cancel(), () => controller.abort()]
    for (const end of ends) {
      const { body } = await transport.send(requestTo(server.url, { pool, signal: controller.signal }))
      const next = transport.send(requestTo(server.url, { pool }))
      const held = new Promise<string>((resolve) => setImmediate(resolve, "held"))
      expect(await Promise.race([next, held])).toBe("held")
      void end(body)
      expect(await (await next).body.text()).toBe("{}")
    }
  })
})

describe("L121 close", () => {
  const ways: readonly [row: string, close: (client: ReturnType<typeof createClient>) => Promise<unknown>][] = [
    ["L121.1 once", (client) => client.close()],
    ["L121.2 twice", (client) => client.close().then(() => client.close())],
    ["L121.3 at once, a hundred times", (client) => Promise.all(Array.from({ length: 100 }, () => client.close()))],
    ["L121.4 by asyncDispose", (client) => client[Symbol.asyncDispose]()],
    ["L121.5 by both", (client) => Promise.all([client.close(), client[Symbol.asyncDispose]()])],
  ]
  test.for(ways)("%s closes every connection; later calls fail", async ([, close], { resources }) => {
    const server = resources.use(await serveFault(answering))
    const client = createClient(testService({ transport: () => undiciTransport() }), { baseUrl: server.url })
    await Promise.all([get({}, { client }), get({}, { client })])
    await close(client)
    await closedConnections(server)
    expect(await rejection(get({}, { client }))).toMatchObject({ code: "config", retryable: false })
    expect(server.requests).toHaveLength(2)
  })

  test("L121.6 before the first call opens nothing", async ({ resources }) => {
    const server = resources.use(await serveFault(answering))
    const client = createClient(testService({ transport: () => undiciTransport() }), { baseUrl: server.url })
    await client.close()
    expect(await rejection(get({}, { client }))).toMatchObject({ code: "config" })
    expect(server.connections).toHaveLength(0)
  })

  test("L121.7 lets calls under way end", async ({ resources }) => {
    const server = resources.use(
      await serveFault({
        act: (socket, { count }, { stall }) => (stall(), count) && waiting.push(() => socket.write(reply)),
      }),
    )
    const waiting: (() => unknown)[] = []
    const client = createClient(testService({ transport: () => undiciTransport() }), { baseUrl: server.url })
    const calls = [1, 2, 3].map(() => get({}, { client }))
    await server.stalled(3)
    const closed = client.close()
    expect(await rejection(get({}, { client }))).toMatchObject({ code: "config" })
    for (const go of waiting) go()
    expect(await Promise.all(calls)).toEqual([{}, {}, {}])
    await closed
    await closedConnections(server)
  })

  test("L121.8 leaves a transport that was given to the client open", async ({ resources }) => {
    const server = resources.use(await serveFault(answering))
    const transport = undiciTransport()
    resources.defer(() => transport.close?.())
    const options = { transport, baseUrl: server.url }
    await createClient(testService(), options).close()
    expect(await get({}, { client: createClient(testService(), options) })).toEqual({})
  })

  test("L121.9 a transport closed many times, and then used", async ({ resources }) => {
    const server = resources.use(await serveFault(answering))
    const transport = undiciTransport()
    await (await transport.send(requestTo(server.url))).body.text()
    await Promise.all(Array.from({ length: 100 }, async () => transport.close?.()))
    expect(await rejection(transport.send(requestTo(server.url)))).toMatchObject({
      code: "connection",
      retryable: false,
    })
  })
})

describe.for(transports)("L122 %s", ([name, create]) => {
  test("L122.1 1,000 calls of which half are reset leave no connection", async ({ resources }) => {
    const server = resources.use(
      await serveFault({
        act: (socket, { count }) => (count % 2 === 0 ? socket.resetAndDestroy() : socket.write(reply)),
      }),
    )
    const transport = create()
    const client = createClient(testService(), { transport, baseUrl: server.url, retry: false })
    const outcomes = new Map<string, number>()
    let left = 1000
    const worker = async (): Promise<void> => {
      while (left-- > 0) {
        const key = await defineOperation(() => spec({ method: "POST", success }))({}, { client }).then(
          () => "answered",
          (error: unknown) => (error as PristineError).code,
        )
        outcomes.set(key, (outcomes.get(key) ?? 0) + 1)
      }
    }
    await Promise.all(Array.from({ length: 20 }, worker))
    expect(Object.fromEntries(outcomes)).toEqual({ answered: 500, connection: 500 })
    expect(server.connections.filter((socket) => !socket.destroyed).length).toBeLessThanOrEqual(20)
    await transport.close?.()
    if (name === "undici") await closedConnections(server)
  })

  test("L122.2 retries hide resets from 200 calls", async ({ resources }) => {
    const server = resources.use(
      await serveFault({
        act: (socket, { count }) => (count % 2 === 0 ? socket.resetAndDestroy() : socket.write(reply)),
      }),
    )
    const transport = create()
    resources.defer(() => transport.close?.())
    // Every second connection is reset: more than a budget of retries is for.
    const client = createClient(testService(), { transport, baseUrl: server.url, retry: defaultRetry })
    const retry = [policy({ rules: [rule({ baseMs: 0, maxAttempts: 12 })] })]
    const operation = defineOperation(() => spec({ success, retry }))
    for (let round = 0; round < 20; round++) {
      const values = await Promise.all(Array.from({ length: 10 }, () => operation({}, { client }).catch(String)))
      expect(values.filter((value) => JSON.stringify(value) !== "{}").length).toBe(0)
    }
  })
})

test("L118.1 2,000 calls at once share the connections of a pool", async ({ resources }) => {
  const server = resources.use(await serveFault(answering))
  const client = createClient(testService({ transport: () => undiciTransport() }), { baseUrl: server.url })
  const operation = defineOperation(() => spec({ success, pool: { name: "few", maxConnections: 8 } }))
  const values = await Promise.all(Array.from({ length: 2000 }, () => operation({}, { client })))
  expect(values).toHaveLength(2000)
  expect(server.connections).toHaveLength(8)
  await client.close()
  await closedConnections(server)
})

test("A15 of 1,000 answers of a megabyte that are tried again none keeps a socket or its bytes", async ({
  resources,
}) => {
  const megabyte = Buffer.alloc(1_000_000, " ")
  let left = 1_000
  const server = resources.use(
    await serveFault({
      act(socket) {
        if (left-- <= 0)
          return socket.write(answer("200 OK", "content-type: application/json", "content-length: 2") + "{}")
        socket.write(answer("503 Busy", `content-length: ${megabyte.length}`))
        socket.write(megabyte)
      },
    }),
  )
  const client = createClient(testService({ transport: () => undiciTransport() }), {
    baseUrl: server.url,
    retry: defaultRetry,
  })
  const retry = [policy({ rules: [rule({ baseMs: 0, maxAttempts: 1_100 })] })]
  const operation = defineOperation(() => spec({ success, retry, pool: { name: "few", maxConnections: 4 } }))
  const { arrayBuffers: before } = process.memoryUsage()
  await Promise.all(Array.from({ length: 8 }, () => operation({}, { client })))
  expect(server.requests).toHaveLength(1_008)
  // An error keeps 64 KiB of a body, and the connection of what it leaves is given up: never more than four are open.
  expect(server.connections.filter((socket) => !socket.destroyed).length).toBeLessThanOrEqual(4)
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(100_000_000)
  await client.close()
  await closedConnections(server)
})

describe("L120 a process", () => {
  const run = promisify(execFile)
  const runtime = new URL("../../dist/index.js", import.meta.url).href
  const node = new URL("../../dist/node.js", import.meta.url).href

  /** What a process prints that runs a script; it is ended after a bounded time, which is a failure. */
  async function output(url: string, script: string): Promise<string> {
    const head = `import { undiciTransport } from ${JSON.stringify(node)}
const url = ${JSON.stringify(url)}
const request = { method: "GET", url, headers: [], signal: new AbortController().signal, timeouts: {} }
`
    const { stdout } = await run(process.execPath, ["--input-type=module", "-e", head + script], { timeout: 10_000 })
    return stdout.trim()
  }

  const scripts: readonly [row: string, script: string, expected: string][] = [
    ["L120.1 with a transport that was never used ends", `undiciTransport(); console.log("end")`, "end"],
    [
      "L120.2 with an idle connection ends",
      `console.log(await (await undiciTransport().send(request)).body.text())`,
      "{}",
    ],
    [
      "L120.3 with a call under way goes on until its answer",
      `void undiciTransport().send(request).then(async ({ body }) => console.log(await body.text()))`,
      "{}",
    ],
    [
      "L120.4 with a transport that was closed ends",
      `const t = undiciTransport(); await (await t.send(request)).body.text(); await t.close(); console.log("end")`,
      "end",
    ],
    [
      "L120.5 with limits that never fired ends",
      `console.log(await (await undiciTransport().send({ ...request, timeouts: { connectMs: 60000, headersMs: 60000, bodyIdleMs: 60000 } })).body.text())`,
      "{}",
    ],
    [
      "L120.6 with a call that was aborted ends",
      `const c = new AbortController(); const sent = undiciTransport().send({ ...request, signal: c.signal }); c.abort("stop"); console.log(await sent.catch((reason) => reason))`,
      "stop",
    ],
  ]
  test.for(scripts)("%s", async ([, script, expected], { resources }) => {
    const server = resources.use(await serveFault(answering))
    expect(await output(server.url, script)).toBe(expected)
  })

  test("L120.7 with the runtime loaded and nothing else ends", async () => {
    expect(await output("", `await import(${JSON.stringify(runtime)}); console.log("end")`)).toBe("end")
  })
})

describe("L123 two copies of the runtime", () => {
  /** Another copy: all of the package in one module of its own. */
  async function copy(): Promise<typeof Runtime> {
    const result = await build({
      entryPoints: [fileURLToPath(new URL("../../src/index.ts", import.meta.url))],
      bundle: true,
      write: false,
      format: "esm",
      platform: "node",
      packages: "external",
      external: ["#*"],
      logLevel: "silent",
    })
    const [file] = result.outputFiles
    const text = (file?.text ?? "").replaceAll(
      /from "#/g,
      'from "data:text/javascript,export const explainCode=()=>undefined,createDefault=()=>undefined,defaultTransport=()=>undefined,checkOptions=()=>undefined//',
    )
    return (await import(`data:text/javascript;base64,${Buffer.from(text).toString("base64")}`)) as never
  }

  test("L123.1 know each other's errors", async () => {
    const other = await copy()
    const error = new other.PristineError("http", "of the other copy", { status: 404 })
    expect(error).not.toBeInstanceOf(PristineError)
    expect([isPristineError(error), isPristineError(error, "http"), isPristineError(error, "input")]).toEqual([
      true,
      true,
      false,
    ])
    expect(other.isPristineError(new PristineError("input", "of this copy"), "input")).toBe(true)
  })

  test("L123.2 take each other's clients", async ({ resources }) => {
    const other = await copy()
    const server = resources.use(await serveFault(answering))
    const client = other.createClient(testService(), { transport: fetchTransport(), baseUrl: server.url })
    expect(await get({}, { client: client })).toEqual({})
    await client.close()
  })

  test("L123.3 pass on each other's errors as they are", async () => {
    const other = await copy()
    const error = new other.PristineError("auth", "of the other copy")
    const auth = { apply: () => Promise.reject(error) }
    const client = createClient(testService(), { transport: fetchTransport(), baseUrl: "http://127.0.0.1:9", auth })
    expect(await rejection(get({}, { client }))).toMatchObject({ code: "auth", message: "of the other copy" })
  })

  const strangers: readonly [row: string, value: unknown][] = [
    ["L123.4 null", null],
    ["L123.5 a text", "PristineError"],
    ["L123.6 an error of its name", Object.assign(new Error("x"), { name: "PristineError", code: "http" })],
    ["L123.7 nothing", undefined],
  ]
  test.for(strangers)("%s is no error of theirs", async ([, value]) => {
    const other = await copy()
    expect([isPristineError(value), other.isPristineError(value)]).toEqual([false, false])
  })
})
