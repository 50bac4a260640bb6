import { describe, expect } from "vitest"
import { undiciTransport } from "../../src/adapters/transport/undici-transport.ts"
import { createClient } from "../../src/core/client/create-client.ts"
import { defineOperation } from "../../src/core/operation/define-operation.ts"
import { policy, postSpec, rejection, rule, testService } from "../core/fixture.ts"
import { it } from "../test.ts"
import { answer, serveFault, type Fault } from "./fault-server.ts"
import { requestTo } from "./loopback-client.ts"

const says =
  (status: string): Fault["act"] =>
  (socket) =>
    socket.end(answer(status, "content-length: 0"))
const unsent = { code: "connection", phase: "connect", maybeExecuted: false }
const again = { ...unsent, retryable: true, attempts: 3 }
const refused = { ...unsent, retryable: false, attempts: 1 }

describe("M127 a proxy that", () => {
  it.for<[name: string, fault: Fault, expected: { readonly attempts: number }]>([
    ["hangs up on CONNECT", { act: (socket) => socket.end() }, again],
    ["resets on CONNECT", { act: (socket) => socket.resetAndDestroy() }, again],
    ["hangs up before CONNECT", { at: "connect", act: (socket) => socket.end() }, again],
    ["speaks another protocol", { act: (socket) => socket.end("SSH-2.0-OpenSSH_9.9\r\n") }, again],
    ["cannot reach the server", { act: says("502 Bad Gateway") }, again],
    ["does not let anybody there", { act: says("403 Forbidden") }, refused],
    ["asks who is there", { act: says("407 Proxy Authentication Required") }, refused],
  ])("%s ends the attempt with nothing sent, and retries decide", async ([, fault, expected], { resources }) => {
    const proxy = resources.use(await serveFault(fault))
    const transport = undiciTransport({ proxy: proxy.url })
    resources.defer(() => transport.close?.())
    const retry = [policy({ rules: [rule({ baseMs: 0 })] })]
    const client = createClient(testService(), { transport, baseUrl: "https://service.test" })
    const call = defineOperation(() => postSpec({ retry }))({}, { client })
    expect(await rejection(call)).toMatchObject(expected)
    expect(proxy.connections).toHaveLength(expected.attempts)
  })

  it("says nothing is left by the caller's abort, for good", async ({ resources }) => {
    const proxy = resources.use(await serveFault({ act: (_, __, server) => server.stall() }))
    const transport = undiciTransport({ proxy: proxy.url })
    const abort = new AbortController()
    const sent = rejection(transport.send(requestTo("https://service.test/pets", { signal: abort.signal })))
    await proxy.stalled(1)
    abort.abort("enough")
    expect(await sent).toBe("enough")
    proxy.connections[0]?.end()
    // Waits for whatever is still to be connected.
    await transport.close?.()
    expect(proxy.connections).toHaveLength(1)
  })
})
