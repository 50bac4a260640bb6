import { getEventListeners } from "node:events"
import { describe, expect } from "vitest"
import { bearer } from "../../../src/adapters/auth/bearer.ts"
import { keepFresh } from "../../../src/adapters/auth/keep-fresh.ts"
import { deferFuture } from "../../../src/core/future/defer-future.ts"
import { mapFutures } from "../../../src/core/future/map-futures.ts"
import { defineOperation } from "../../../src/core/operation/define-operation.ts"
import type { Token } from "../../../src/ports/auth.ts"
import { test } from "../../test.ts"
import { bench, json, rejection, spec } from "../fixture.ts"
import { type Place, places, service } from "./cancellation-places.ts"

describe("E49 an abort rejects with the caller's reason and leaves nothing", () => {
  const rows = places.map((place): [string, Place] => [place.name, place])

  test.for(rows)("%s", async ([, { script, options, before, start, afterMs = 0, requests }]) => {
    const { client, clock, transport } = bench(script, options, service)
    const others = new AbortController()
    const earlier = before && Promise.resolve(before(client, others.signal)).catch(() => undefined)
    await clock.advance(0)
    const [waiting, open] = [clock.pending, transport.openBodies]
    const controller = new AbortController()
    const reason = { why: "the user left" }
    let settled = false
    const failed = rejection(Promise.resolve(start(client, controller.signal))).finally(() => (settled = true))
    await clock.advance(afterMs)
    expect([settled, transport.requests.length]).toEqual([false, requests])
    controller.abort(reason)
    await clock.advance(0)
    expect(settled).toBe(true)
    expect(await failed).toBe(reason)
    expect([clock.pending, transport.openBodies]).toEqual([waiting, open])
    expect(getEventListeners(controller.signal, "abort")).toHaveLength(0)
    others.abort()
    await earlier
  })

  test.for(rows)("%s, and before it begins", async ([, { script, options, start }]) => {
    const { client, clock, transport } = bench(script, options, service)
    const reason = Symbol("never began")
    expect(await rejection(Promise.resolve(start(client, AbortSignal.abort(reason))))).toBe(reason)
    expect([clock.pending, transport.openBodies, transport.requests.length]).toEqual([0, 0, 0])
  })
})

describe("E49 an abort of one is nobody else's", () => {
  test("E49.60 a token that others wait for is fetched on, and fetched once", async () => {
    const flights: { readonly land: (token: Token) => void; readonly signal: AbortSignal }[] = []
    const token = (signal: AbortSignal): Promise<Token> => new Promise((land) => flights.push({ land, signal }))
    const auth = bearer({ source: keepFresh(() => ({ token })) })
    const { client, clock, transport } = bench(() => ({ body: {} }), { auth })
    const operation = defineOperation(() => spec())
    const controllers = [new AbortController(), new AbortController(), new AbortController()]
    const calls = controllers.map(({ signal }) => operation({}, { client, signal }).catch((reason: unknown) => reason))
    await clock.advance(0)
    controllers[0]?.abort("first")
    controllers[2]?.abort("third")
    await clock.advance(0)
    expect([flights.length, flights[0]?.signal.aborted]).toEqual([1, false])
    flights[0]?.land({ value: "t" })
    expect(await Promise.all(calls)).toEqual(["first", {}, "third"])
    expect(transport.requests).toHaveLength(1)
  })

  test("E49.61 a token that nobody waits for any more is given up, and the next call asks anew", async () => {
    const signals: AbortSignal[] = []
    const token = (signal: AbortSignal): Promise<Token> => {
      signals.push(signal)
      return signals.length === 1 ? new Promise(() => undefined) : Promise.resolve({ value: "t" })
    }
    const { client, clock } = bench(() => ({ body: {} }), { auth: bearer({ source: keepFresh(() => ({ token })) }) })
    const operation = defineOperation(() => spec())
    const controller = new AbortController()
    const failed = rejection(operation({}, { client, signal: controller.signal }))
    await clock.advance(0)
    controller.abort("enough")
    expect(await failed).toBe("enough")
    expect(signals.map(({ aborted }) => aborted)).toEqual([true])
    expect(await operation({}, { client })).toEqual({})
  })

  test("E49.62 cancelling mapFutures ends all that began, with the reason, and begins no more", async ({ clock }) => {
    const begun: { readonly index: number; reason?: unknown }[] = []
    const whole = mapFutures(
      [0, 1, 2, 3],
      (index) => {
        const one: (typeof begun)[number] = { index }
        begun.push(one)
        const ready = (signal: AbortSignal): Promise<never> =>
          new Promise((_, reject) => {
            signal.addEventListener("abort", () => reject((one.reason = signal.reason as Error)), { once: true })
          })
        return deferFuture<never>(ready, () => expect.unreachable())
      },
      { concurrency: 2 },
    )
    const failed = rejection(whole)
    await clock.advance(0)
    whole.cancel("enough")
    expect(await failed).toBe("enough")
    await clock.advance(0)
    expect(begun).toEqual([
      { index: 0, reason: "enough" },
      { index: 1, reason: "enough" },
    ])
  })

  test("E49.63 an abort out of the reading of an answer comes too late: its value is there", async () => {
    const controller = new AbortController()
    const read = (body: Uint8Array): unknown => {
      controller.abort("late")
      return json.read(body)
    }
    const { client, clock } = bench([{ body: { a: 1 } }])
    const operation = defineOperation(() => spec({ success: [{ status: 200, readers: [{ ...json, read }] }] }))
    expect(await operation({}, { client, signal: controller.signal })).toEqual({ a: 1 })
    expect(clock.pending).toBe(0)
  })
})
