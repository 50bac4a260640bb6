import { once } from "node:events"
import { readFile } from "node:fs/promises"
import type { AddressInfo } from "node:net"
import { createServer, type TlsOptions } from "node:tls"
import { describe, expect } from "vitest"
import { fetchTransport } from "../../src/adapters/transport/fetch-transport.ts"
import { undiciTransport } from "../../src/adapters/transport/undici-transport.ts"
import type { ResourceStack } from "../../src/testing/resource-stack.ts"
import { test } from "../test.ts"
import { answer } from "./fault-server.ts"

const pem = (name: string) => readFile(new URL(`../fixtures/tls/${name}.pem`, import.meta.url))
/** Signed by itself, for 127.0.0.1. */
const [key, cert] = await Promise.all([pem("key"), pem("certificate")])

async function serveTls(resources: ResourceStack, options: TlsOptions = {}): Promise<string> {
  const server = createServer({ key, cert, ...options }, (socket) => {
    socket.on("error", () => undefined)
    socket.once("data", () => socket.end(answer("200 OK", "content-length: 2", "connection: close") + "ok"))
  })
  server.on("tlsClientError", () => undefined)
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  resources.defer(() => new Promise((resolve) => server.close(resolve)))
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const get = (url: string) => ({
  method: "GET",
  url,
  headers: [],
  signal: new AbortController().signal,
  timeouts: {},
})

const pointless = { code: "connection", phase: "connect", maybeExecuted: false, retryable: false }

describe("M125 certificates", () => {
  const hostile: [name: string, host: string, options: TlsOptions][] = [
    ["41 signed by itself", "127.0.0.1", {}],
    ["42 for another host", "localhost", {}],
    ["43 no version of TLS in common", "127.0.0.1", { maxVersion: "TLSv1.1", minVersion: "TLSv1" }],
  ]
  for (const [name, create] of [
    ["undici", undiciTransport],
    ["fetch", fetchTransport],
  ] as const) {
    test.for(hostile)(`${name}: %s`, async ([, host, options], { resources }) => {
      const url = await serveTls(resources, options)
      const transport = create()
      resources.defer(() => transport.close?.())
      await expect(transport.send(get(url.replace("127.0.0.1", host)))).rejects.toMatchObject(pointless)
    })
  }

  test("44 one that is trusted is taken", async ({ resources }) => {
    const url = await serveTls(resources)
    const transport = undiciTransport({ agentOptions: { connect: { ca: cert } } })
    resources.defer(() => transport.close?.())
    expect(await (await transport.send(get(url))).body.text()).toBe("ok")
  })

  test("45 one that is trusted, under another name, is refused", async ({ resources }) => {
    const url = await serveTls(resources)
    const transport = undiciTransport({ agentOptions: { connect: { ca: cert } } })
    resources.defer(() => transport.close?.())
    await expect(transport.send(get(url.replace("127.0.0.1", "localhost")))).rejects.toMatchObject(pointless)
  })
})
