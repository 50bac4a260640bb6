import { describe, expect } from "vitest"
import { undiciTransport } from "../../src/adapters/transport/undici.ts"
import { rejection } from "../core/fixture.ts"
import { it } from "../test.ts"
import { serveFault, type Fault } from "./fault-server.ts"
import { requestTo } from "./loopback-client.ts"

/** A service behind a proxy that opens no tunnel. */
const target = "https://service.test/pets"

describe("M127 a proxy that", () => {
  it.for<[name: string, fault: Fault, attempts: number]>([
    ["hangs up on CONNECT", { act: (socket) => socket.end() }, 1],
    ["resets on CONNECT", { act: (socket) => socket.resetAndDestroy() }, 1],
    ["hangs up before CONNECT", { at: "connect", act: (socket) => socket.end() }, 1],
    ["refuses the tunnel", { act: (socket) => socket.end("HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n") }, 1],
    ["asks who is there", { act: (socket) => socket.end("HTTP/1.1 407 Who\r\ncontent-length: 0\r\n\r\n") }, 1],
  ])("%s fails the request, and is not asked again and again", async ([, fault, attempts], { resources }) => {
    const proxy = resources.use(await serveFault(fault))
    const transport = undiciTransport({ proxy: proxy.url })
    resources.defer(() => transport.close?.())
    const error = await rejection(transport.send(requestTo(target)))
    expect(error).toMatchObject({ code: "connection", maybeExecuted: false, phase: "connect" })
    expect(proxy.connections).toHaveLength(attempts)
  })

  it("says nothing is given up by the caller's signal, and no further connection is made", async ({ resources }) => {
    const proxy = resources.use(await serveFault({ act: (_, __, server) => server.stall() }))
    const transport = undiciTransport({ proxy: proxy.url })
    const abort = new AbortController()
    const sent = rejection(transport.send(requestTo(target, { signal: abort.signal })))
    await proxy.stalled(1)
    abort.abort("enough")
    expect(await sent).toBe("enough")
    expect(proxy.connections).toHaveLength(1)
  })
})
