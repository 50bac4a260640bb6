import { createServer } from "node:http"
import { describe, expect } from "vitest"
import { createPrivateGuard } from "../../src/adapters/transport/undici-guard.ts"
import { undiciTransport } from "../../src/adapters/transport/undici-transport.ts"
import { test } from "../test.ts"
import { serveFault } from "./fault-server.ts"
import { requestTo } from "./loopback-client.ts"

const refused = { code: "input", phase: "connect", retryable: false, maybeExecuted: false }

describe("H90 guardPrivate", () => {
  const hosts = [
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f000001",
    "0177.0.0.1",
    "127.0.0.1.",
    "127.255.255.254",
    "0.0.0.0",
    "0",
    "10.0.0.1",
    "10.255.255.255",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.0.1",
    "169.254.169.254",
    "0xa9fea9fe",
    "100.64.0.1",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "[::]",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    "[fc00::1]",
    "[fd12::1]",
    "[fe80::1]",
    "[ff02::1]",
    "localhost",
    "LOCALHOST",
    "①②⑦.⓪.⓪.①",
  ]
  test.for(hosts)("refuses %s before anything is sent", async (host, { resources }) => {
    const server = resources.use(await serveFault({ act: (socket) => socket.end() }))
    const transport = undiciTransport({ guardPrivate: true })
    resources.defer(() => transport.close?.())
    const url = server.url.replace("127.0.0.1", host)
    await expect(transport.send(requestTo(`${url}/secret`))).rejects.toMatchObject(refused)
    expect(server.connections).toHaveLength(0)
  })

  test.for(["1.1.1.1", "172.15.255.255", "172.32.0.0", "192.169.0.1", "100.128.0.0", "[2606:4700::1]"])(
    "lets %s pass",
    (host) => {
      expect(() => createPrivateGuard().check(host)).not.toThrow()
    },
  )

  const answers: [name: string, addresses: string[], passes: boolean][] = [
    ["a public address", ["1.1.1.1"], true],
    ["a private address", ["10.0.0.1"], false],
    ["a public one and a private one", ["1.1.1.1", "10.0.0.1"], false],
    ["a mapped private address", ["::ffff:10.0.0.1"], false],
    ["nothing", [], false],
  ]
  for (const all of [true, false]) {
    test.for(answers)(`a name that resolves to %s (all: ${all})`, async ([, addresses, passes]) => {
      const resolve = (_name: string, _options: object, done: (error: null, found: object[]) => void): void =>
        done(
          null,
          addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
        )
      const guard = createPrivateGuard(resolve as never)
      const error = await new Promise((done) => guard.lookup("service.test", { all }, done))
      if (passes) expect(error).toBeNull()
      else expect(error).toMatchObject(refused)
    })
  }

  test("needs to make the connections itself", () => {
    expect(() => undiciTransport({ guardPrivate: true, agentOptions: { connect: () => undefined } })).toThrow(
      expect.objectContaining({ code: "config" }),
    )
  })

  test("is off unless asked for", async ({ resources }) => {
    const server = createServer((_, response) => response.end("ok")).listen(0, "127.0.0.1")
    await new Promise((resolve) => server.once("listening", resolve))
    resources.defer(() => new Promise((resolve) => server.close(resolve)))
    const transport = undiciTransport()
    resources.defer(() => transport.close?.())
    const { port } = server.address() as { port: number }
    expect(await (await transport.send(requestTo(`http://127.0.0.1:${port}/`))).body.text()).toBe("ok")
  })
})
