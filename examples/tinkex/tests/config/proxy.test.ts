import { createServer, type IncomingMessage } from "node:http"
import { connect, type AddressInfo, type Socket } from "node:net"
import { describe, expect } from "vitest"
import { startLocalService } from "../../local-service/index.ts"
import { ServiceClient, type ServiceClientOptions } from "../../src/clients/service-client.ts"
import { it } from "../test.ts"

interface Proxy extends AsyncDisposable {
  readonly url: string
  /** Hosts and credentials that were given with each `CONNECT`. */
  readonly asked: { readonly host: string; readonly user: string | undefined; readonly team: string | undefined }[]
}

/** A proxy on the loopback, which opens tunnels wherever it is asked to. */
async function startProxy(): Promise<Proxy> {
  const asked: { host: string; user: string | undefined; team: string | undefined }[] = []
  const sockets = new Set<Socket>()
  const server = createServer()
  server.on("connect", (incoming: IncomingMessage, socket: Socket, head: Buffer) => {
    const { "proxy-authorization": user, "x-team": team } = incoming.headers
    asked.push({ host: incoming.url ?? "", user, team: team as string | undefined })
    const [host, port] = (incoming.url ?? "").split(":")
    const upstream = connect(Number(port), host, () => {
      socket.write("HTTP/1.1 200 Connection Established\r\n\r\n")
      upstream.write(head)
      upstream.pipe(socket)
      socket.pipe(upstream)
    })
    for (const each of [socket, upstream]) {
      sockets.add(each)
      each.on("error", () => each.destroy()).on("close", () => sockets.delete(each))
    }
  })
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve))
  return {
    url: `http://us:pw@127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

describe("a proxy", () => {
  it.each<[name: string, options: (url: string) => ServiceClientOptions]>([
    ["the option", (proxy) => ({ proxy, proxyHeaders: { "x-team": "a" } })],
    [
      "the environment",
      (url) => ({ env: (name) => ({ TINKEX_PROXY: url, TINKEX_PROXY_HEADERS: '{"x-team":"a"}' })[name] }),
    ],
  ])("that %s names carries everything", async (_, options) => {
    await using proxy = await startProxy()
    const local = await startLocalService({ seed: 1 })
    await using _closing = { [Symbol.asyncDispose]: () => local.close() }
    const given = { baseUrl: local.url, apiKey: "tml-test", sendTelemetry: false, ...options(proxy.url) }
    await using service = new ServiceClient(given)
    const { supported_models } = await service.getServerCapabilities()
    expect(supported_models.length).toBeGreaterThan(0)
    const hosts = new Set(proxy.asked.map(({ host }) => host))
    expect(hosts).toEqual(new Set([new URL(local.url).host]))
    expect(proxy.asked[0]).toMatchObject({ user: `Basic ${btoa("us:pw")}`, team: "a" })
  })

  it("that cannot be reached fails the call", async () => {
    const given = {
      baseUrl: "http://tinker.test",
      apiKey: "tml-test",
      maxRetries: 0,
      proxy: "http://us:pw@127.0.0.1:1",
    }
    const retryPolicies = { call: { maxElapsedMs: 1 } }
    await using service = new ServiceClient({ ...given, retryPolicies, env: () => undefined })
    const error: unknown = await service.getServerCapabilities().catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: "connection" })
    expect(JSON.stringify(error)).not.toContain("pw")
  })
})
