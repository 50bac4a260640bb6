import { describe, expect } from "vitest"
import { fetchTransport } from "../../src/adapters/transport/fetch-transport.ts"
import { undiciTransport } from "../../src/adapters/transport/undici-transport.ts"
import type { Transport } from "../../src/ports/transport.ts"
import { test } from "../test.ts"
import { serveFault } from "./fault-server.ts"

const transports: readonly [name: string, create: () => Transport][] = [
  ["undici", undiciTransport],
  ["fetch", fetchTransport],
]

const answer = (text: string): string => `HTTP/1.1 200 OK\r\ncontent-length: ${text.length}\r\n\r\n${text}`

describe.for(transports)("H92 %s", ([, create]) => {
  test.for<[name: string, rest: string]>([
    ["a whole answer", answer("evil")],
    ["an answer that is not over", answer("evil").slice(0, -2)],
    ["a body's end", "evil"],
    ["the end of a line", "\r\n"],
  ])("%s behind an answer does not answer the next request", async ([, rest], { resources }) => {
    const server = resources.use(
      await serveFault({
        act: (socket, { head }) => socket.write(head.startsWith("GET /first ") ? answer("one") + rest : answer("two")),
      }),
    )
    const transport = create()
    resources.defer(() => transport.close?.())
    const { signal } = new AbortController()
    const texts: string[] = []
    for (const path of ["/first", "/second", "/third"]) {
      const sent = { method: "GET", url: `${server.url}${path}`, headers: [], timeouts: {}, signal }
      texts.push(await (await transport.send(sent)).body.text())
    }
    expect(texts).toEqual(["one", "two", "two"])
  })
})
