import { getEventListeners } from "node:events"
import { readFile, readdir } from "node:fs/promises"
import { describe, expect } from "vitest"
import { defineFuture } from "../../../src/core/future/define-future.ts"
import { defineOperation } from "../../../src/core/operation/define-operation.ts"
import { defineStream } from "../../../src/core/stream/define-stream.ts"
import { retryCall } from "../../../src/core/call/retry-call.ts"
import type { Client } from "../../../src/core/client/client.ts"
import { it } from "../../test.ts"
import { bench, policy, pollSpec, postSpec, rejection, spec } from "../fixture.ts"
import { streamSpec } from "../stream/stream-fixture.ts"

type Start = (client: Client, signal: AbortSignal) => PromiseLike<unknown>

const get = defineOperation(() => spec())
const watch = defineStream(() => streamSpec())
const train = defineFuture(() => ({ ...postSpec(), poll: pollSpec(() => spec()) }))

const hanging: readonly [name: string, start: Start][] = [
  ["calls", (client, signal) => get({}, { client, signal })],
  ["streams", (client, signal) => watch({}, { client, signal })],
  ["futures", (client, signal) => train({}, { client, signal })],
  [
    "operations that retry",
    (client, signal) => retryCall(policy(), () => new Promise(() => undefined), { client, signal }),
  ],
]

/** A process warning, as Node gives it from the eleventh listener on, fails the test: `tests/isolation.ts`. */
describe("1,000 at once under one signal have one listener, and none afterwards", () => {
  it.each(hanging)("%s", async (_, start) => {
    const controller = new AbortController()
    const { signal } = controller
    const { client, clock } = bench()
    const reasons = Array.from({ length: 1_000 }, () => rejection(start(client, signal)))
    await clock.advance(0)
    expect(listenersOn(signal)).toBe(1)
    controller.abort("enough")
    expect(new Set(await Promise.all(reasons))).toEqual(new Set(["enough"]))
    expect(listenersOn(signal)).toBe(0)
  })
})

describe("calls under one signal", () => {
  it("keep the listener until the last is over, and take it up again", async () => {
    const { signal } = new AbortController()
    const { client, transport } = bench()
    const calls = [get({}, { client, signal }), get({}, { client, signal })]
    const [first, second] = [await transport.next(), await transport.next()]
    const seen = [listenersOn(signal)]
    first.respond({ body: 1 })
    await calls[0]
    seen.push(listenersOn(signal))
    second.respond({ body: 2 })
    await calls[1]
    seen.push(listenersOn(signal))
    const third = get({}, { client, signal })
    seen.push(listenersOn(signal))
    ;(await transport.next()).respond({ body: 3 })
    await third
    expect([...seen, listenersOn(signal)]).toEqual([1, 1, 0, 1, 0])
  })

  it("of two clients have a listener each", async () => {
    const controller = new AbortController()
    const { signal } = controller
    const reasons = [bench(), bench()].map(({ client }) => rejection(get({}, { client, signal })))
    expect(listenersOn(signal)).toBe(2)
    controller.abort("enough")
    expect(await Promise.all(reasons)).toEqual(["enough", "enough"])
    expect(listenersOn(signal)).toBe(0)
  })
})

function listenersOn(signal: AbortSignal): number {
  return getEventListeners(signal, "abort").length
}

it("E51 no source joins signals with AbortSignal.any, which leaks under one that lives long on Node 20", async () => {
  const source = new URL("../../../src/", import.meta.url)
  const names = (await readdir(source, { recursive: true })).filter((name) => name.endsWith(".ts"))
  const texts = await Promise.all(names.map((name) => readFile(new URL(name, source), "utf8")))
  expect(names.length).toBeGreaterThan(100)
  expect(names.filter((_, index) => texts[index]?.includes("AbortSignal.any("))).toEqual([])
})
