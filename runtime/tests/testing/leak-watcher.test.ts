import { createServer, connect } from "node:net"
import { once } from "node:events"
import { afterEach, describe, expect } from "vitest"
import { watchLeaks } from "../../src/testing/leak-watcher.ts"
import { it } from "../test.ts"

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

function watch(options?: Parameters<typeof watchLeaks>[0]) {
  const watcher = watchLeaks({ graceMs: 0, ...options })
  cleanups.push(() => watcher.stop())
  return watcher
}

async function listen() {
  const server = createServer()
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  cleanups.push(() => new Promise((resolve) => server.close(resolve)))
  return server
}

describe("handles", () => {
  const leaking: [name: string, open: () => unknown, expected: RegExp][] = [
    [
      "a timer",
      () => {
        const timer = setTimeout(() => undefined, 60_000)
        cleanups.push(() => clearTimeout(timer))
      },
      /1 × timer still running that was started/,
    ],
    [
      "an interval",
      () => {
        const timer = setInterval(() => undefined, 60_000)
        cleanups.push(() => clearInterval(timer))
      },
      /1 × timer still running that was started/,
    ],
    ["a server", listen, /1 × TCPServerWrap/],
    [
      "a socket",
      async () => {
        const server = await listen()
        const accepted = once(server, "connection")
        const socket = connect((server.address() as { port: number }).port, "127.0.0.1")
        await once(socket, "connect")
        const [peer] = (await accepted) as [ReturnType<typeof connect>]
        cleanups.push(() => {
          socket.destroy()
          peer.destroy()
        })
      },
      /2 × TCPSocketWrap/,
    ],
  ]

  it.each(leaking)("names %s that is left open", async (_, open, expected) => {
    const watcher = watch()
    await open()
    expect((await watcher.takeLeaks()).join("\n")).toMatch(expected)
  })

  it("does not blame what was open before", async () => {
    await listen()
    expect(await watch().takeLeaks()).toEqual([])
  })

  it("does not count an unref'ed timer", async () => {
    const watcher = watch()
    const timer = setTimeout(() => undefined, 60_000).unref()
    expect(await watcher.takeLeaks()).toEqual([])
    clearTimeout(timer)
  })

  it("judges from a mark, so that a leak has one owner", async () => {
    const watcher = watch()
    await listen()
    const second = watcher.mark()
    expect(await watcher.takeLeaks(second)).toEqual([])
    await listen()
    expect(await watcher.takeLeaks(second)).toEqual(["1 × TCPServerWrap still open"])
    expect(await watcher.takeLeaks()).toEqual(["2 × TCPServerWrap still open"])
  })

  it("gives a closing handle its grace", async () => {
    const watcher = watch({ graceMs: 5000 })
    const server = await listen()
    server.close()
    cleanups.pop()
    expect(await watcher.takeLeaks()).toEqual([])
  })
})

describe("problems", () => {
  it("collects warnings once", () => {
    const watcher = watch()
    process.listeners("warning").at(-1)?.call(process, new Error("tricky"))
    expect(watcher.takeProblems()).toEqual([expect.stringContaining("process warning: Error: tricky")])
    expect(watcher.takeProblems()).toEqual([])
  })

  it("leaves out allowed warnings", () => {
    const watcher = watch({ allowWarning: (warning) => warning.message === "known" })
    process.listeners("warning").at(-1)?.call(process, new Error("known"))
    expect(watcher.takeProblems()).toEqual([])
  })

  it.each([
    ["an error", new Error("lost"), "lost"],
    ["a value", "text", "text"],
  ])("collects unhandled rejections with %s", (_, reason, expected) => {
    const watcher = watch()
    process.listeners("unhandledRejection").at(-1)?.call(process, reason, Promise.resolve())
    expect(watcher.takeProblems().join()).toContain(expected)
  })

  it("removes its own listeners", () => {
    const before = [process.listenerCount("warning"), process.listenerCount("unhandledRejection")]
    watchLeaks().stop()
    expect([process.listenerCount("warning"), process.listenerCount("unhandledRejection")]).toEqual(before)
  })
})

describe("abort listeners", () => {
  const mine = { checkSignalsMadeIn: (frame: string) => frame.includes("leak-watcher.test.ts") }

  it("names a listener that is left, and the line that made the signal", async () => {
    const watcher = watch(mine)
    const controller = new AbortController()
    const listener = () => undefined
    controller.signal.addEventListener("abort", listener)
    expect(await watcher.takeLeaks()).toEqual([expect.stringMatching(/1 × abort listener .*leak-watcher\.test\.ts/)])
    controller.signal.removeEventListener("abort", listener)
    expect(await watcher.takeLeaks()).toEqual([])
  })

  it("judges signals from a mark, too", async () => {
    const watcher = watch(mine)
    const [before, listener] = [new AbortController(), () => undefined]
    before.signal.addEventListener("abort", listener)
    const mark = watcher.mark()
    expect(await watcher.takeLeaks(mark)).toEqual([])
    const after = new AbortController()
    after.signal.addEventListener("abort", listener)
    expect(await watcher.takeLeaks(mark)).toHaveLength(1)
    for (const { signal } of [before, after]) signal.removeEventListener("abort", listener)
  })

  it("ignores an aborted signal and signals of others", async () => {
    const watcher = watch({ checkSignalsMadeIn: () => false })
    const controller = new AbortController()
    controller.signal.addEventListener("abort", () => undefined)
    expect(await watcher.takeLeaks()).toEqual([])
    controller.abort()
  })

  it("keeps a controller a controller", () => {
    watch(mine)
    const controller = new AbortController()
    expect(controller.signal).toBeInstanceOf(AbortSignal)
    controller.abort(new Error("reason"))
    expect(controller.signal.reason).toEqual(new Error("reason"))
  })

  it("restores the global", () => {
    const original = globalThis.AbortController
    const watcher = watchLeaks(mine)
    expect(globalThis.AbortController).not.toBe(original)
    watcher.stop()
    expect(globalThis.AbortController).toBe(original)
  })
})
