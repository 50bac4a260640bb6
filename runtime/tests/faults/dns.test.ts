import { Agent, fetch as undiciFetch } from "undici"
import { describe, expect } from "vitest"
import { fetchTransport } from "../../src/adapters/transport/fetch-transport.ts"
import { undiciTransport } from "../../src/adapters/transport/undici-transport.ts"
import { createClient } from "../../src/core/client/create-client.ts"
import { defineOperation } from "../../src/core/operation/define-operation.ts"
import type { Transport } from "../../src/ports/transport.ts"
import type { ResourceStack } from "../../src/testing/resource-stack.ts"
import { policy, rejection, rule, spec, testService } from "../core/fixture.ts"
import { it } from "../test.ts"
import { serveDns, type DnsAnswer, type DnsServer } from "./dns-server.ts"
import { answer, serveFault } from "./fault-server.ts"
import { requestTo } from "./loopback-client.ts"

const refusedName = { rcode: 3 }
const failingServer = { rcode: 2 }
/** Of the loopback network, where nothing listens. */
const dead = "127.0.0.2"
const live = "127.0.0.1"

const transports: readonly [name: string, create: (dns: DnsServer, resources: ResourceStack) => Transport][] = [
  ["undici", ({ lookup }) => undiciTransport({ agentOptions: { connect: { lookup } } })],
  [
    "fetch",
    ({ lookup }, resources) => {
      const dispatcher = new Agent({ connect: { lookup } })
      resources.defer(() => dispatcher.close())
      // Two copies of the same types.
      const fetch = ((url: string, init: object) =>
        undiciFetch(url, { ...init, dispatcher })) as unknown as typeof globalThis.fetch
      return fetchTransport({ fetch })
    },
  ],
]

describe.each(transports)("M126 %s and a real name server", (_, create) => {
  const open = async (resources: ResourceStack, answers: (name: string, index: number) => DnsAnswer) => {
    const server = resources.use(
      await serveFault({
        act: (socket) => socket.end(answer("200 OK", "content-length: 2", "connection: close") + "{}"),
      }),
    )
    const dns = resources.use(await serveDns(answers))
    const transport = create(dns, resources)
    resources.defer(() => transport.close?.())
    return { dns, transport, server, url: server.url.replace(live, "service.test") }
  }

  it.for<[name: string, answer: DnsAnswer]>([
    ["a name that does not exist", refusedName],
    ["a name server that fails", failingServer],
    ["a name without an address", []],
  ])("%s: nothing was sent, and another attempt may help", async ([, answered], { resources }) => {
    const { transport, server, url, dns } = await open(resources, () => answered)
    expect(await rejection(transport.send(requestTo(url)))).toMatchObject({
      code: "connection",
      phase: "connect",
      maybeExecuted: false,
      retryable: true,
    })
    expect([dns.asked.length > 0, server.connections.length]).toEqual([true, 0])
  })

  it("the first of two addresses is dead: the second serves", async ({ resources }) => {
    const { transport, url } = await open(resources, () => [dead, live])
    expect(await (await transport.send(requestTo(url))).body.text()).toBe("{}")
  })

  it("an answer that changes is asked for again by the next attempt", async ({ resources }) => {
    const { transport, url, dns } = await open(resources, (_, index) => (index === 0 ? [dead] : [live]))
    const retry = [policy({ rules: [rule({ baseMs: 0, maxAttempts: 2 })] })]
    const client = createClient(testService(), { transport, baseUrl: url })
    await defineOperation(() => spec({ retry }))({}, { client })
    expect(dns.asked).toEqual(["service.test", "service.test"])
  })
})
