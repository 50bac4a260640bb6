import { EventEmitter, once } from "node:events"
import { createServer, type IncomingHttpHeaders, type IncomingMessage } from "node:http"
import { connect, type Socket } from "node:net"
import type { Duplex } from "node:stream"
import { inspect } from "node:util"
import * as zlib from "node:zlib"
import { describe, expect, onTestFinished, vi } from "vitest"
import { defaultTransport as fetchDefault } from "../../../src/adapters/transport/fetch-default.ts"
import { defaultTransport as undiciDefault } from "../../../src/adapters/transport/undici-default.ts"
import { undiciTransport, type UndiciTransportOptions } from "../../../src/adapters/transport/undici-transport.ts"
import type { TransportRequest } from "../../../src/ports/transport.ts"
import { it } from "../../test.ts"
import { serveHttp, serveRaw } from "./loopback.ts"

const request = (url: string, rest: Partial<TransportRequest> = {}): TransportRequest => ({
  method: "GET",
  url,
  headers: [],
  signal: new AbortController().signal,
  timeouts: {},
  ...rest,
})

function start(options?: UndiciTransportOptions) {
  const transport = undiciTransport(options)
  onTestFinished(() => transport.close?.())
  return transport
}

describe("pools", () => {
  it("never shares a connection between pools, and bounds each", async () => {
    const waiting: Socket[] = []
    const answer = (socket: Socket): boolean => socket.write("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")
    const server = new EventEmitter()
    const fourth = once(server, "fourth") as Promise<[Socket]>
    const { connections, url } = await serveRaw((socket, _, count) => {
      if (count > 3) server.emit("fourth", socket)
      else if (waiting.push(socket) === 3) waiting.forEach(answer)
    })
    const transport = start()
    const train = { name: "train", maxConnections: 2 }
    const sent = [train, train, train, { name: "sample" }].map((pool) => transport.send(request(url, { pool })))
    await Promise.all(sent.slice(0, 2))
    await Promise.all([sent[3]])
    expect(connections).toHaveLength(3)
    answer((await fourth)[0])
    for (const { body } of await Promise.all(sent)) await body.bytes()
    expect(connections).toHaveLength(3)
  })
})

describe("close", () => {
  it("lets a request under way end and refuses later ones", async () => {
    const url = await serveHttp((_, response) => void setImmediate(() => response.end("whole")))
    const transport = start()
    const { body } = await transport.send(request(url))
    const closed = transport.close?.()
    expect(await body.text()).toBe("whole")
    await closed
    await transport.close?.()
    await expect(transport.send(request(url))).rejects.toMatchObject({ code: "connection", retryable: false })
  })
})

describe("expansion", () => {
  const bomb: [name: string, encoding: string, data: Buffer][] = [
    ["gzip", "gzip", zlib.gzipSync(Buffer.alloc(20_000_000), { level: 9 })],
    ["Brotli", "br", zlib.brotliCompressSync(Buffer.alloc(20_000_000))],
    ["gzip in gzip", "gzip, gzip", zlib.gzipSync(zlib.gzipSync(Buffer.alloc(20_000_000)))],
  ]
  it.each(bomb)("stops a bomb of %s", async (_, encoding, data) => {
    const url = await serveHttp((_request, response) =>
      response.writeHead(200, { "content-encoding": encoding }).end(data),
    )
    const { body } = await start().send(request(url))
    await expect(body.bytes()).rejects.toMatchObject({ code: "limit", phase: "body" })
  })

  it("takes limits of its own", async () => {
    const url = await serveHttp((_, response) =>
      response.writeHead(200, { "content-encoding": "gzip" }).end(zlib.gzipSync("a".repeat(1000))),
    )
    const transport = start({ expansion: { ratio: 10, beyondBytes: 100 } })
    const { body } = await transport.send(request(url))
    await expect(body.bytes()).rejects.toMatchObject({ code: "limit" })
  })

  it("refuses more than two codings", async () => {
    const url = await serveHttp((_, response) =>
      response.writeHead(200, { "content-encoding": "gzip, gzip, gzip" }).end("x"),
    )
    const { body } = await start().send(request(url))
    await expect(body.bytes()).rejects.toMatchObject({ code: "decode" })
  })

  it("leaves unknown codings alone", async () => {
    const url = await serveHttp((_, response) => response.writeHead(200, { "content-encoding": "sdch" }).end("raw"))
    expect(await (await start().send(request(url))).body.text()).toBe("raw")
  })

  it("reports a truncated gzip body", async () => {
    const data = zlib.gzipSync("a".repeat(10_000)).subarray(0, 30)
    const url = await serveHttp((_, response) => response.writeHead(200, { "content-encoding": "gzip" }).end(data))
    const { body } = await start().send(request(url))
    await expect(body.bytes()).rejects.toMatchObject({ code: "decode" })
  })
})

/** Answers as a forward proxy; tells which hosts it was asked for, and what else it was told with that. */
async function serveProxy() {
  const asked: string[] = []
  const told: IncomingHttpHeaders[] = []
  const server = createServer((incoming, response) => void response.end(`proxied ${incoming.url ?? ""}`))
  server.on("connect", (incoming, socket, head) => {
    const [host = "", port] = (incoming.url ?? "").split(":")
    asked.push(incoming.url ?? "")
    told.push(incoming.headers)
    const upstream = connect(Number(port), host, () => {
      socket.write("HTTP/1.1 200 Connection Established\r\n\r\n")
      upstream.write(head)
      upstream.pipe(socket).on("error", () => upstream.destroy())
      socket.pipe(upstream).on("error", () => socket.destroy())
    })
  })
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as { port: number }).port}`, asked, told }
}

describe("proxies", () => {
  const cases: [
    name: string,
    options: (proxy: string) => UndiciTransportOptions,
    env: (proxy: string) => object,
    used: boolean,
  ][] = [
    ["none", () => ({}), () => ({}), false],
    ["the option", (proxy) => ({ proxy }), () => ({}), true],
    ["the environment", () => ({}), (proxy) => ({ HTTP_PROXY: proxy }), true],
    ["the environment, in small letters", () => ({}), (proxy) => ({ http_proxy: proxy }), true],
    ["no proxy though the environment names one", () => ({ proxy: false }), (proxy) => ({ HTTP_PROXY: proxy }), false],
    ["no proxy for an exempted host", () => ({}), (proxy) => ({ HTTP_PROXY: proxy, NO_PROXY: "127.0.0.1" }), false],
  ]
  it.each(cases)("M127 uses %s", async (_, options, env, used) => {
    const { asked, url: proxy } = await serveProxy()
    const url = await serveHttp((_request, response) => response.writeHead(200, { connection: "close" }).end("direct"))
    for (const name of ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "no_proxy", "NO_PROXY"]) {
      vi.stubEnv(name, undefined)
    }
    for (const [name, value] of Object.entries(env(proxy))) vi.stubEnv(name, value as string)
    onTestFinished(() => void vi.unstubAllEnvs())
    const transport = start(options(proxy))
    const text = await (await transport.send(request(url))).body.text()
    expect(asked.length === 1 || text.startsWith("proxied")).toBe(used)
  })
})

it("M127 a proxy that answers 407 is a failure, without the password of its URL", async () => {
  const given: (string | undefined)[] = []
  const server = createServer().on("connect", (incoming: IncomingMessage, socket: Duplex) => {
    given.push(incoming.headers["proxy-authorization"])
    socket.end("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
  })
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as { port: number }
  const transport = start({ proxy: `http://us:zq9secret@127.0.0.1:${port}` })
  const error: unknown = await transport.send(request("http://service.test/")).catch((thrown: unknown) => thrown)
  expect(given[0]).toBe(`Basic ${btoa("us:zq9secret")}`)
  expect(error).toMatchObject({ code: "connection" })
  expect(inspect(error, { depth: 10 })).not.toMatch(new RegExp(`zq9secret|${btoa("us:zq9secret")}`))
})

it("M127 tells the proxy its headers, and nobody else", async () => {
  const url = await serveHttp((incoming, response) => response.end(String(incoming.headers["x-team"])))
  const proxy = await serveProxy()
  const transport = start({ proxy: proxy.url.replace("//", "//us:pw@"), proxyHeaders: { "x-team": "a" } })
  expect(await (await transport.send(request(url))).body.text()).toBe("undefined")
  expect(proxy.told.map((head) => [head["x-team"], head["proxy-authorization"]])).toEqual([
    ["a", `Basic ${btoa("us:pw")}`],
  ])
})

describe("default transports", () => {
  it("of fetch refuse a proxy, and a word that there is none", () => {
    for (const options of [{ proxy: "http://proxy.test" }, { proxy: false as const }, { proxyHeaders: {} }]) {
      expect(() => fetchDefault(options)).toThrow("Only Node has proxies")
    }
  })

  it("of undici go through the proxy that they are told of", async () => {
    const server = createServer().on("connect", (_: IncomingMessage, socket: Duplex) => {
      socket.end("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
    })
    await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve))
    onTestFinished(() => {
      server.closeAllConnections()
      server.close()
    })
    const { port } = server.address() as { port: number }
    const transport = undiciDefault({ proxy: `http://127.0.0.1:${port}` })
    onTestFinished(() => transport.close?.())
    await expect(transport.send(request("http://service.test/"))).rejects.toThrow("The proxy answered with status 403")
  })

  it.each([
    ["undici", undiciDefault],
    ["fetch", fetchDefault],
  ])("%s answers", async (_, defaultTransport) => {
    const url = await serveHttp((_request, response) => response.end("ok"))
    const transport = defaultTransport()
    expect(await (await transport.send(request(url))).body.text()).toBe("ok")
    await transport.close?.()
  })
})
