import { describe, expect } from "vitest"
import type { StreamLimits } from "../../../src/core/client/client.ts"
import { defineOperation } from "../../../src/core/operation/define-operation.ts"
import { defineStream } from "../../../src/core/stream/define-stream.ts"
import { it } from "../../test.ts"
import { bench, rejection, spec } from "../fixture.ts"
import { collectAll, events, feed, streamSpec } from "./stream-fixture.ts"

const rateLimit = { name: "one", concurrency: 1 }
const watch = defineStream(() => streamSpec({ rateLimit }))
const get = defineOperation(() => spec({ rateLimit }))

/** A stream with one event at hand, that would go on for ever. */
function start(streamLimits?: StreamLimits) {
  const source = feed()
  source.push("data: 1\n\n")
  const script = (_: unknown, index: number) => (index === 0 ? { headers: events, body: source.body } : { body: {} })
  return bench(script, streamLimits && { streamLimits })
}

describe("L119 a stream that nobody begins to read", () => {
  it.each<[row: string, limits: StreamLimits | undefined, limitMs: number]>([
    ["L119.20 gives back its connection and its place after 30 s", undefined, 30_000],
    ["L119.21 does so when the client says", { maxUnreadMs: 500 }, 500],
  ])("%s", async (_, limits, limitMs) => {
    const { client, clock, transport } = start(limits)
    const stream = await watch({}, { client })
    let through = false
    const next = get({}, { client }).then(() => (through = true))
    await clock.advance(limitMs - 1)
    expect([through, transport.openBodies]).toEqual([false, 1])
    await clock.advance(1)
    await next
    expect([transport.openBodies, transport.requests[0]?.signal.aborted, clock.pending]).toEqual([0, true, 0])
    const { seen, error } = await collectAll(stream)
    expect(seen).toEqual([])
    expect(error).toMatchObject({ code: "timeout", phase: "event", operation: "watch", retryable: false })
    expect((error as Error).message).toContain(`${limitMs} ms`)
  })

  it("L119.22 waits for ever where the client says so", async () => {
    const { client, clock } = start({ maxUnreadMs: Infinity })
    const stream = await watch({}, { client })
    expect(clock.pending).toBe(0)
    await clock.advance(86_400_000)
    for await (const event of stream) {
      expect(event).toBe(1)
      break
    }
  })

  it("L119.23 in its last millisecond is read like any other", async () => {
    const { client, clock } = start()
    const stream = await watch({}, { client })
    await clock.advance(29_999)
    for await (const event of stream) {
      expect(event).toBe(1)
      await clock.advance(86_400_000)
      break
    }
    expect(clock.pending).toBe(0)
  })

  it("L119.24 that is aborted leaves no timer", async () => {
    const { client, clock, transport } = start()
    const stream = await watch({}, { client })
    stream.abort("enough")
    expect([clock.pending, transport.openBodies]).toEqual([0, 0])
    expect(await rejection(stream[Symbol.asyncIterator]().next())).toBe("enough")
  })
})
