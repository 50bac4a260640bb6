import { getEventListeners, once } from "node:events"
import type { ServerResponse } from "node:http"
import type { Socket } from "node:net"
import { inspect } from "node:util"
import * as zlib from "node:zlib"
import { afterEach, describe, expect } from "vitest"
import { fetchTransport } from "../../../src/adapters/transport/fetch-transport.ts"
import { undiciTransport } from "../../../src/adapters/transport/undici-transport.ts"
import { Lifetime } from "../../../src/core/call/lifetime.ts"
import type { PristineError } from "../../../src/errors/pristine-error.ts"
import type { Clock } from "../../../src/ports/clock.ts"
import type { Transport, TransportRequest } from "../../../src/ports/transport.ts"
import { VirtualClock } from "../../../src/testing/virtual-clock.ts"
import { it } from "../../test.ts"
import { readAll, refusingUrl, serveBytes, serveHttp, serveRaw } from "./loopback.ts"

const transports: [name: string, create: (clock?: Clock) => Transport][] = [
  ["undici", (clock) => undiciTransport(clock === undefined ? {} : { clock })],
  ["fetch", (clock) => fetchTransport(clock === undefined ? {} : { clock })],
]

const bytesOf = (text: string) => new TextEncoder().encode(text)
const http = (...lines: string[]) => `HTTP/1.1 ${lines.join("\r\n")}\r\n\r\n`

async function failureOf(promise: Promise<unknown>): Promise<PristineError> {
  return promise.then(
    () => expect.unreachable("It did not fail"),
    (error: unknown) => error as PristineError,
  )
}

/** What the two transports promise alike. */
describe.each(transports)("%s transport", (name, create) => {
  const open: Transport[] = []
  let controller = new AbortController()
  afterEach(async () => {
    expect(getEventListeners(controller.signal, "abort")).toHaveLength(0)
    controller = new AbortController()
    for (const transport of open.splice(0)) await transport.close?.()
  })
  const start = (clock?: Clock) => {
    const transport = create(clock)
    open.push(transport)
    return transport
  }
  const send = (url: string, request: Partial<TransportRequest> = {}, transport = start()) =>
    transport.send({ method: "GET", url, headers: [], signal: controller.signal, timeouts: {}, ...request })

  it.each<[name: string, fault: "refused" | "broken" | "cut", message: RegExp]>([
    ["nobody listens", "refused", /^No connection to http:\/\/127\.0\.0\.1:\d+ \(ECONNREFUSED\)$/],
    ["there is no answer", "broken", /^The connection to http:\/\/127\.0\.0\.1:\d+ broke before the answer \(\w+\)$/],
    ["an answer is cut off", "cut", /^The connection to http:\/\/127\.0\.0\.1:\d+ broke within the answer/],
  ])("names the host, and of the URL nothing else, where %s", async (_, fault, message) => {
    const serve = async () => {
      const server = await serveRaw((socket) => {
        if (fault === "cut") socket.end(http("200 OK", "Content-Length: 9") + "cut")
        else socket.destroy()
      })
      return server.url
    }
    const url = `${fault === "refused" ? await refusingUrl() : await serve()}/sentinel?sentinel=sentinel#sentinel`
    const error = await failureOf(send(url, { method: "POST" }).then(({ body }) => body.bytes()))
    expect(error.message).toMatch(message)
    expect(inspect(error) + JSON.stringify(error)).not.toContain("sentinel")
  })

  it("asks for no signal where it is told of aborts another way, and obeys that", async () => {
    const url = await serveHttp(() => undefined)
    const lifetime = new Lifetime(new VirtualClock(), undefined, Infinity)
    const request = {
      method: "GET",
      url,
      headers: [],
      timeouts: {},
      get signal(): AbortSignal {
        return expect.unreachable("It asked for the signal")
      },
    }
    const sent = start().send(request, lifetime)
    const reason = new Error("enough")
    lifetime.end(reason)
    await expect(sent).rejects.toBe(reason)
    lifetime.dispose()
  })

  describe("answers", () => {
    it.each([200, 201, 204, 205, 299, 300, 301, 302, 303, 304, 307, 308, 400, 401, 404, 409, 418, 429, 500, 503, 599])(
      "gives status %i as it is",
      async (status) => {
        const url = await serveHttp((_, response) => response.writeHead(status, { location: "/elsewhere" }).end())
        const response = await send(url)
        expect([response.status, response.headers.get("location")]).toEqual([status, "/elsewhere"])
        expect(await response.body.bytes()).toEqual(new Uint8Array())
      },
    )

    it.each(["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "QUERY"])("sends method %s", async (method) => {
      const url = await serveHttp((request, response) => response.end(request.method))
      expect(await (await send(url, { method })).body.text()).toBe(method)
    })

    it("gives HEAD no body", async () => {
      const url = await serveHttp((_, response) => response.writeHead(200, { "content-length": 42 }).end())
      const response = await send(url, { method: "HEAD" })
      expect(response.headers.get("content-length")).toBe("42")
      expect(await response.body.text()).toBe("")
    })

    it("passes over informational answers", async () => {
      const { url } = await serveRaw((socket) =>
        socket.end(
          http("102 Processing") + http("103 Early Hints", "link: </x>") + http("200 OK", "content-length: 2") + "ok",
        ),
      )
      const response = await send(url)
      expect([response.status, response.headers.get("link"), await response.body.text()]).toEqual([200, null, "ok"])
    })

    it("keeps repeated headers and octets beyond ASCII", async () => {
      const { url } = await serveRaw((socket) =>
        socket.end(
          Buffer.from(
            http(
              "200 OK",
              "x-a: 1",
              "X-A: 2",
              "set-cookie: a=1",
              "set-cookie: b=2",
              "x-b: caf\xe9",
              "content-length: 0",
            ),
            "utf8",
          ),
        ),
      )
      const { headers, body } = await send(url)
      await body.cancel()
      expect(headers.get("x-a")).toBe("1, 2")
      expect(headers.getSetCookie()).toEqual(["a=1", "b=2"])
      expect(Buffer.from(headers.get("x-b") ?? "", "latin1").toString("utf8")).toBe("café")
    })

    it.each(["__proto__", "constructor", "tostring"])("takes a header named %s for one", async (header) => {
      const { url } = await serveRaw((socket) => socket.end(http("200 OK", `${header}: own`, "content-length: 0")))
      const { headers, body } = await send(url)
      await body.cancel()
      expect(headers.get(header)).toBe("own")
    })
  })

  describe("requests", () => {
    it("puts URL and headers on the wire as they are", async () => {
      let seen = ""
      const { url } = await serveRaw((socket, request) => {
        seen = request
        socket.end(http("200 OK", "content-length: 0"))
      })
      const headers = [
        ["X-Case", "Mixed"],
        ["x-b", "\xe9"],
        ["Accept-Encoding", "identity"],
      ] as const
      await (await send(`${url}/a%2Fb:c/%C3%A9?q=1&q=%20+`, { headers })).body.cancel()
      expect(seen).toMatch(/^GET \/a%2Fb:c\/%C3%A9\?q=1&q=%20\+ HTTP\/1\.1\r\n/)
      expect(seen).toMatch(name === "undici" ? /\r\nX-Case: Mixed\r\n/ : /\r\nx-case: Mixed\r\n/i)
      expect(seen).toMatch(/\r\nx-b: \xe9\r\n/)
      expect(seen.match(/accept-encoding: identity/gi)).toHaveLength(1)
    })

    async function* generate() {
      for (const part of ["one ", "two ", "three"]) {
        await Promise.resolve()
        yield bytesOf(part)
      }
    }
    const bodies: [name: string, create: () => NonNullable<TransportRequest["body"]>, length: string | undefined][] = [
      ["text", () => "one two three", "13"],
      ["bytes", () => bytesOf("one two three"), "13"],
      ["a view into a larger buffer", () => bytesOf("xxone two threexx").subarray(2, 15), "13"],
      ["a Blob", () => new Blob(["one ", bytesOf("two "), "three"]), "13"],
      ["a stream", () => new Blob(["one two three"]).stream(), undefined],
      ["an async iterable", generate, undefined],
      ["empty text", () => "", "0"],
    ]
    it.each(bodies)("sends %s", async (_, body, length) => {
      const url = await serveHttp((request, response) => {
        const { "content-length": sent, "transfer-encoding": coding } = request.headers
        void readAll(request).then((all) => response.end(JSON.stringify({ text: all.toString(), sent, coding })))
      })
      const response = await send(url, { method: "POST", body: body() })
      expect(JSON.parse(await response.body.text())).toEqual({
        text: length === "0" ? "" : "one two three",
        ...(length === undefined ? { coding: "chunked" } : { sent: length }),
      })
    })

    it("fails when a body that is streamed fails", async () => {
      const url = await serveHttp((request) => void request.resume())
      async function* breaking() {
        yield bytesOf("part")
        await Promise.resolve()
        throw new Error("disk gone")
      }
      const error = await failureOf(send(url, { method: "POST", body: breaking() }))
      expect([error.code, error.maybeExecuted]).toEqual(["connection", true])
    })

    it("uploads and downloads 8 MiB unchanged", async () => {
      const url = await serveHttp((request, response) => void request.pipe(response))
      const sent = new Uint8Array(8 * 1024 * 1024).map((_, index) => (index * 31) % 251)
      const { body } = await send(url, { method: "POST", body: new Blob([sent]) })
      expect(Buffer.compare(await body.bytes(), sent)).toBe(0)
    })

    const refused: [what: string, request: Partial<TransportRequest>][] = [
      ["a line break in a value", { headers: [["x-key", "secret\r\nx-evil: 1"]] }],
      ["a lone line feed", { headers: [["x-key", "secret\n"]] }],
      ["NUL", { headers: [["x-key", "secret\0"]] }],
      ["DEL", { headers: [["x-key", "secret\x7f"]] }],
      ["a character beyond U+00FF", { headers: [["x-key", "secret✓"]] }],
      ["a lone surrogate", { headers: [["x-key", "secret\ud800"]] }],
      ["a name with a line break", { headers: [["x\r\nsecret", "v"]] }],
      ["a name with a space", { headers: [["x secret", "v"]] }],
      ["an empty name", { headers: [["", "secret"]] }],
      ["a method that is no token", { method: "GET secret" }],
      ["a relative URL", { url: "/secret" }],
      ["another scheme", { url: "file:///secret" }],
      ["javascript:", { url: "javascript:secret" }],
      ["credentials in the URL", { url: "http://user:secret@127.0.0.1/" }],
      ["a user in the URL", { url: "http://secret@127.0.0.1/" }],
      ["a host that is none", { url: "http://secret space/" }],
    ]
    it.each(refused)("refuses %s before connecting, without quoting it", async (_, request) => {
      const { connections, url } = await serveRaw((socket) => socket.end())
      const error = await failureOf(send(url, request))
      expect([error.code, error.retryable, error.maybeExecuted]).toEqual(["input", false, false])
      expect(JSON.stringify([error.message, error.cause ?? ""])).not.toContain("secret")
      expect(connections).toHaveLength(0)
    })
  })

  describe("content codings", () => {
    const text = "a text that repeats, repeats, repeats ".repeat(50)
    const codings: [name: string, encoding: string, encode: (data: string) => Buffer][] = [
      ["gzip", "gzip", zlib.gzipSync],
      ["gzip, in capitals", "GZIP", zlib.gzipSync],
      ["x-gzip", "x-gzip", zlib.gzipSync],
      ["deflate", "deflate", zlib.deflateSync],
      ["raw deflate", "deflate", zlib.deflateRawSync],
      ["Brotli", "br", zlib.brotliCompressSync],
      ["two at once", "gzip, br", (data) => zlib.brotliCompressSync(zlib.gzipSync(data))],
      ["none", "identity", (data) => Buffer.from(data)],
    ]
    it.each(codings)("undoes %s", async (_, encoding, encode) => {
      const url = await serveHttp((_request, response) =>
        response.writeHead(200, { "content-encoding": encoding }).end(encode(text)),
      )
      expect(await (await send(url)).body.text()).toBe(text)
    })

    it("asks for them", async () => {
      const url = await serveHttp((request, response) => response.end(request.headers["accept-encoding"]))
      expect(await (await send(url)).body.text()).toMatch(/gzip, deflate/)
    })

    it.each([
      ["gzip", "HEAD", 200],
      ["br", "GET", 204],
      ["deflate", "GET", 304],
      ["gzip", "GET", 205],
    ])("expects no %s data for %s with status %i", async (encoding, method, status) => {
      const url = await serveHttp((_, response) => response.writeHead(status, { "content-encoding": encoding }).end())
      expect(await (await send(url, { method })).body.text()).toBe("")
    })

    it.each([
      ["gzip", "this is not gzip"],
      ["br", "this is not brotli"],
      ["deflate", "8his is not deflate"],
    ])("reports a body that is not %s", async (encoding, data) => {
      const url = await serveHttp((_, response) => response.writeHead(200, { "content-encoding": encoding }).end(data))
      const { body } = await send(url)
      const error = await failureOf(body.text())
      expect([error.code, error.phase, error.message.includes("this is")]).toEqual(["decode", "body", false])
    })
  })

  describe("faults", () => {
    const beforeAnswer: [what: string, answer: (socket: Socket) => unknown][] = [
      ["a reset", (socket) => socket.resetAndDestroy()],
      ["an end", (socket) => socket.end()],
      ["half a status line", (socket) => socket.end("HTTP/1.1 2")],
      ["half the headers", (socket) => socket.end("HTTP/1.1 200 OK\r\nx-a: ")],
      ["something else than HTTP", (socket) => socket.end("SSH-2.0-OpenSSH_9.9\r\n")],
      ["a control character in a header", (socket) => socket.end(http("200 OK", "x-a: \0"))],
      ["two lengths", (socket) => socket.end(http("200 OK", "content-length: 1", "content-length: 2") + "a")],
      ["a header block of 1 MB", (socket) => socket.end(http("200 OK", `x-a: ${"a".repeat(1_000_000)}`))],
    ]
    it.each(beforeAnswer)("reports %s before the answer", async (_, answer) => {
      const { url } = await serveRaw(answer)
      const error = await failureOf(send(url, { method: "POST", body: "x" }))
      expect([error.code, error.phase, error.maybeExecuted]).toEqual(["connection", "headers", true])
    })

    const withinAnswer: [what: string, answer: (socket: Socket) => unknown][] = [
      ["a short body", (socket) => socket.end(http("200 OK", "content-length: 10") + "12345")],
      ["a missing last chunk", (socket) => socket.end(http("200 OK", "transfer-encoding: chunked") + "5\r\n12345\r\n")],
      ["half a chunk", (socket) => socket.end(http("200 OK", "transfer-encoding: chunked") + "5\r\n12")],
      [
        "a wrong chunk size",
        (socket) => socket.end(http("200 OK", "transfer-encoding: chunked") + "5\r\n12345\r\nzz\r\n"),
      ],
      [
        "a reset",
        (socket) => socket.write(http("200 OK", "content-length: 10") + "12345", () => socket.resetAndDestroy()),
      ],
    ]
    it.each(withinAnswer)("reports %s within the answer", async (_, answer) => {
      const { url } = await serveRaw(answer)
      const error = await failureOf(send(url).then(({ body }) => body.bytes()))
      expect([error.code, error.maybeExecuted]).toEqual(["connection", true])
      expect(["headers", "body"]).toContain(error.phase)
    })

    it("reports a refused connection as not executed", async () => {
      const error = await failureOf(send(await refusingUrl(), { method: "POST", body: "x" }))
      expect([error.code, error.phase, error.maybeExecuted, error.retryable]).toEqual([
        "connection",
        "connect",
        false,
        true,
      ])
    })

    it("reports an unknown host as not executed", async () => {
      const error = await failureOf(send("http://nowhere.invalid/"))
      expect([error.code, error.phase, error.maybeExecuted]).toEqual(["connection", "connect", false])
    })

    it("reports TLS against a plain port for what it is", async () => {
      const url = await serveBytes((socket) => socket.end("plain text"))
      const error = await failureOf(send(url.replace("http:", "https:")))
      expect(error.code).toBe("connection")
    })

    it("reads chunks of one byte, however they are cut", async () => {
      const { url } = await serveRaw((socket) => {
        const whole = http("200 OK", "transfer-encoding: chunked") + "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
        socket.setNoDelay(true)
        const writeNext = (index: number): void => {
          if (index === whole.length) return void socket.end()
          socket.write(whole[index] as string, () => setImmediate(writeNext, index + 1))
        }
        writeNext(0)
      })
      expect(await (await send(url)).body.text()).toBe("abcde")
    })

    it("does not take leftover bytes for the next answer", async () => {
      const { url } = await serveRaw((socket, _, count) =>
        socket.write(http("200 OK", "content-length: 2") + `a${count}` + http("200 OK", "content-length: 4") + "evil"),
      )
      const transport = start()
      const first = await send(url, {}, transport)
      expect(await first.body.text().catch(() => "failed")).toMatch(/^(a1|failed)$/)
      const second = await send(url, {}, transport).then(
        ({ body }) => body.text(),
        () => "failed",
      )
      expect(second).not.toBe("evil")
    })
  })

  describe("abort", () => {
    const reason = { why: "not an Error" }

    it("sends nothing for a signal that is aborted", async () => {
      const { connections, url } = await serveRaw((socket) => socket.end())
      controller.abort(reason)
      expect(await failureOf(send(url))).toBe(reason)
      expect(connections).toHaveLength(0)
    })

    it("ends the wait for headers and closes the connection", async () => {
      let closed: Promise<unknown> | undefined
      const url = await serveHttp((request) => {
        closed = once(request.socket, "close")
        controller.abort(reason)
      })
      expect(await failureOf(send(url))).toBe(reason)
      await closed
    })

    it("ends a body under way and closes the connection", async () => {
      let closed: Promise<unknown> | undefined
      const url = await serveHttp((_, response) => {
        closed = once(response, "close")
        response.write("first")
      })
      const { body } = await send(url)
      const chunks = body.stream()[Symbol.asyncIterator]()
      expect(new TextDecoder().decode((await chunks.next()).value as Uint8Array)).toBe("first")
      const next = chunks.next()
      controller.abort(reason)
      expect(await failureOf(next)).toBe(reason)
      await closed
    })

    it("ends a body that nobody reads yet", async () => {
      let closed: Promise<unknown> | undefined
      const url = await serveHttp((_, response) => {
        closed = once(response, "close")
        response.write("first")
      })
      const { body } = await send(url)
      controller.abort(reason)
      await closed
      expect(await failureOf(body.text())).toBe(reason)
    })

    it("ends an upload, and leaves its source", async () => {
      const url = await serveHttp((request) => void request.resume().once("data", () => controller.abort(reason)))
      let leave: () => void = () => undefined
      const left = new Promise<void>((resolve) => (leave = resolve))
      async function* endless() {
        try {
          for (;;) {
            yield bytesOf("more")
            await new Promise((resolve) => setImmediate(resolve))
          }
        } finally {
          leave()
        }
      }
      expect(await failureOf(send(url, { method: "POST", body: endless() }))).toBe(reason)
      await left
    })

    it.each([
      ["a string", "stop"],
      ["undefined", undefined],
      ["a frozen object", Object.freeze({})],
      ["an error", new Error("stop")],
    ])("rejects with %s as the reason", async (_, given) => {
      const url = await serveHttp(() => controller.abort(given))
      const error = await failureOf(send(url))
      if (given === undefined) expect((error as unknown as DOMException).name).toBe("AbortError")
      else expect(error).toBe(given)
    })

    it("after the end changes nothing", async () => {
      const url = await serveHttp((_, response) => response.end("whole"))
      const { body } = await send(url)
      expect(await body.text()).toBe("whole")
      controller.abort(reason)
      await body.cancel()
    })
  })

  describe("bodies", () => {
    const endless = (response: ServerResponse) => {
      const more = (): void => {
        if (response.write("x".repeat(1000))) setImmediate(more)
      }
      response.on("drain", more)
      more()
    }

    it.each([
      ["cancel", (body: { cancel(): Promise<void> }) => body.cancel()],
      [
        "leaving the loop",
        async (body: { stream(): AsyncIterable<Uint8Array> }) => {
          for await (const chunk of body.stream()) if (chunk.length > 0) break
        },
      ],
      [
        "a limit",
        async (body: { bytes(limit: number): Promise<Uint8Array> }) => {
          expect((await failureOf(body.bytes(10))).code).toBe("limit")
        },
      ],
    ])("frees the connection by %s", async (_, end) => {
      let closed: Promise<unknown> | undefined
      const url = await serveHttp((_request, response) => {
        closed = once(response, "close")
        endless(response)
      })
      const transport = start()
      const pool = { name: "one", maxConnections: 1 }
      const first = await send(url, { pool }, transport)
      await end(first.body)
      await closed
      const second = await send(url, { pool }, transport)
      expect(second.status).toBe(200)
      await second.body.cancel()
      await second.body.cancel()
    })

    it("reads up to a limit", async () => {
      const url = await serveHttp((_, response) => response.end("12345"))
      const transport = start()
      expect(await (await send(url, {}, transport)).body.text(5)).toBe("12345")
      expect((await failureOf((await send(url, {}, transport)).body.text(4))).code).toBe("limit")
    })

    it.each([
      ["read", (body: { text(): Promise<unknown> }) => body.text()],
      ["cancelled", (body: { cancel(): Promise<void> }) => body.cancel()],
    ])("refuses to read what was %s", async (word, first) => {
      const url = await serveHttp((_, response) => response.end("12345"))
      const { body } = await send(url)
      await first(body)
      const error = await failureOf(body.text())
      expect([error.code, error.message.includes(word)]).toEqual(["stream", true])
      await body.cancel()
    })

    it("reuses a connection whose answer was read", async () => {
      const { connections, url } = await serveRaw((socket) => socket.write(http("200 OK", "content-length: 2") + "ok"))
      const transport = start()
      for (let turn = 0; turn < 6; turn++) expect(await (await send(url, {}, transport)).body.text()).toBe("ok")
      // A connection counts as free a moment after its answer ended.
      expect(connections.length).toBeLessThanOrEqual(2)
    })

    it("keeps pace with a slow reader", async () => {
      let written = 0
      const url = await serveHttp((_, response) => {
        const more = (): void => {
          written += 65_536
          if (response.write(Buffer.alloc(65_536))) setImmediate(more)
        }
        response.on("drain", more)
        more()
      })
      const { body } = await send(url)
      const chunks = body.stream()[Symbol.asyncIterator]()
      await chunks.next()
      let before = -1
      while (before !== written) {
        before = written
        for (let turn = 0; turn < 200; turn++) await new Promise((resolve) => setImmediate(resolve))
      }
      expect(written).toBeLessThan(64 * 1024 * 1024)
      await body.cancel()
    })
  })

  describe("limits of time", () => {
    it("gives up waiting for headers", async ({ clock }) => {
      let closed: Promise<unknown> | undefined
      const arrived = new Promise<void>((resolve) => {
        void serveHttp((request) => {
          closed = once(request.socket, "close")
          resolve()
        }).then((url) => {
          pending = failureOf(send(url, { method: "POST", timeouts: { headersMs: 60_000 } }, start(clock)))
        })
      })
      let pending: Promise<PristineError> | undefined
      await arrived
      await clock.advance(59_999)
      expect(clock.pending).toBe(1)
      await clock.advance(1)
      const error = await pending
      expect([error?.code, error?.phase, error?.maybeExecuted]).toEqual(["timeout", "headers", true])
      await closed
      expect(clock.pending).toBe(0)
    })

    it("gives up on a silent body, but not while nobody reads", async ({ clock }) => {
      let answer: ServerResponse | undefined
      const url = await serveHttp((_, response) => {
        answer = response
        response.write("1")
      })
      const { body } = await send(url, { timeouts: { headersMs: 5000, bodyIdleMs: 1000 } }, start(clock))
      const chunks = body.stream()[Symbol.asyncIterator]()
      await chunks.next()
      await clock.advance(100_000)
      answer?.write("2")
      await chunks.next()
      const next = failureOf(chunks.next())
      await clock.armed()
      await clock.advance(1000)
      const error = await next
      expect([error.code, error.phase]).toEqual(["timeout", "body"])
      expect(clock.pending).toBe(0)
    })

    it("leaves no timer behind an answer", async ({ clock }) => {
      const url = await serveHttp((_, response) => response.end("ok"))
      const response = await send(url, { timeouts: { headersMs: 10, bodyIdleMs: 10, connectMs: 1000 } }, start(clock))
      expect(await response.body.text()).toBe("ok")
      expect(clock.pending).toBe(0)
    })
  })

  it("serves many calls at once", async () => {
    const url = await serveHttp((request, response) => response.end(request.url))
    const transport = start()
    const texts = await Promise.all(
      Array.from({ length: 50 }, async (_, index) =>
        (await send(`${url}/${index}`, { signal: new AbortController().signal }, transport)).body.text(),
      ),
    )
    expect(texts).toEqual(Array.from({ length: 50 }, (_, index) => `/${index}`))
  })
})
