import { describe, expect, vi } from "vitest"
import { defineOperation } from "../../../src/core/operation/define-operation.ts"
import type { FakeStep } from "../../../src/testing/fake-transport.ts"
import { it } from "../../test.ts"
import { bench, policy, rejection, spec } from "../fixture.ts"

const ok = { body: { name: "Rex" } }

describe("cancellation", () => {
  it.each<[name: string, script: readonly FakeStep[] | undefined, advance: number, requests: number]>([
    ["before it is sent", [], -1, 0],
    ["while it waits for the answer", undefined, 0, 1],
    ["within the body", [{ body: never() }], 0, 1],
    ["while it waits for the next attempt", [{ status: 503 }], 0, 1],
  ])("%s rejects with the caller's reason", async (_, script, advance, requests) => {
    const { client, clock, transport } = bench(script)
    const controller = new AbortController()
    const reason = { why: "I changed my mind" }
    if (advance < 0) controller.abort(reason)
    const failed = rejection(
      defineOperation(() => spec({ retry: [policy()] }))({}, { client, signal: controller.signal }),
    )
    await clock.advance(Math.max(0, advance))
    controller.abort(reason)
    expect(await failed).toBe(reason)
    expect([transport.requests.length, clock.pending]).toEqual([requests, 0])
  })

  it("wins over a limit of the same moment if it is first, and loses if it is not", async () => {
    const { client, clock } = bench()
    const controller = new AbortController()
    const failed = rejection(
      defineOperation(() => spec())({}, { client, signal: controller.signal, timeout: { totalMs: 10 } }),
    )
    await clock.advance(10)
    controller.abort(new Error("late"))
    expect(await failed).toMatchObject({ code: "timeout" })
  })

  it("leaves no listener behind after 1,000 calls on one signal", async () => {
    const { client, clock } = bench((_, index) => (index % 3 === 0 ? { status: 503 } : ok))
    const controller = new AbortController()
    const added = vi.spyOn(controller.signal, "addEventListener")
    const removed = vi.spyOn(controller.signal, "removeEventListener")
    const operation = defineOperation(() => spec({ retry: [policy()] }))
    for (let index = 0; index < 1_000; index++) {
      const call = operation.safe({}, { client, signal: controller.signal })
      await clock.advance(100)
      await call
    }
    expect(added).toHaveBeenCalledTimes(1_000)
    expect(removed).toHaveBeenCalledTimes(1_000)
  })

  it("a late answer is released", async () => {
    let answer: (() => void) | undefined
    const cancel = vi.fn(() => Promise.resolve())
    const body = { bytes: never, text: never, stream: never, cancel } as never
    const transport = {
      send: () =>
        new Promise<never>(
          (resolve) => (answer = () => resolve({ status: 200, headers: new Headers(), body } as never)),
        ),
    }
    const { client, clock } = bench([], { transport })
    const failed = rejection(defineOperation(() => spec())({}, { client, timeout: 10 }))
    await clock.advance(10)
    await failed
    answer?.()
    await clock.advance(0)
    expect(cancel).toHaveBeenCalledOnce()
  })
})

async function* never(): AsyncGenerator<Uint8Array> {
  await new Promise(() => undefined)
  yield new Uint8Array()
}
