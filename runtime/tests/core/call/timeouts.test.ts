import { describe, expect } from "vitest"
import { defineOperation } from "../../../src/core/operation/define-operation.ts"
import type { TimeoutSpec } from "../../../src/core/operation/operation-spec.ts"
import { it } from "../../test.ts"
import { bench, policy, rejection, rule, spec } from "../fixture.ts"

const ok = { body: { name: "Rex" } }

describe("limits of time", () => {
  it("connect, headers and idle are the transport's", async () => {
    const { client, transport } = bench([ok])
    await defineOperation(() => spec({ timeouts: { connectMs: 5_000 } }))({}, { client, timeout: { idleMs: 7 } })
    expect(transport.requests[0]?.timeouts).toEqual({ connectMs: 5_000, headersMs: 60_000, bodyIdleMs: 7 })
  })

  it("an attempt that takes too long is retried", async () => {
    const { client, clock, transport } = bench((_, index) => (index === 0 ? undefined : ok))
    const call = defineOperation(() => spec({ timeouts: { attemptMs: 1_000 }, retry: [policy()] }))({}, { client })
    await clock.advance(1_100)
    expect(await call).toEqual({ name: "Rex" })
    expect(transport.requests[0]?.signal.aborted).toBe(true)
    expect([transport.requests[1]?.signal.aborted, clock.pending]).toEqual([false, 0])
  })

  it.each<[name: string, timeout: TimeoutSpec, said: string]>([
    ["an attempt", { attemptMs: 1_000 }, "The limit of time of this attempt has passed: 1000 ms"],
    ["a call", { totalMs: 700 }, "The limit of time of this call has passed: 700 ms"],
  ])("a failure says how long it had: %s", async (_, timeout, said) => {
    const { client, clock } = bench(() => undefined)
    const failed = rejection(defineOperation(() => spec())({}, { client, timeout }))
    await clock.advance(1_000)
    expect(await failed).toMatchObject({ code: "timeout", message: said })
  })

  it("the body counts as part of an attempt", async () => {
    const { client, clock } = bench([{ body: never() }])
    const failed = rejection(defineOperation(() => spec())({}, { client, timeout: 1_000 }))
    await clock.advance(1_000)
    expect(await failed).toMatchObject({ code: "timeout", phase: "attempt", maybeExecuted: true })
  })

  it("the total limit ends attempts, waits and admission", async () => {
    const { client, clock, transport } = bench(() => ({ status: 503 }))
    const forever = policy({ rules: [rule({ maxAttempts: Infinity, backoff: "constant", baseMs: 300 })] })
    const failed = rejection(
      defineOperation(() => spec({ retry: [forever], timeouts: { totalMs: 1_000 } }))({}, { client }),
    )
    await clock.advance(10_000)
    expect(await failed).toMatchObject({ code: "http", status: 503 })
    expect(transport.requests).toHaveLength(4)
  })

  it("the total limit ends an attempt", async () => {
    const { client, clock } = bench()
    const failed = rejection(defineOperation(() => spec())({}, { client, timeout: { totalMs: 10 } }))
    await clock.advance(10)
    expect(await failed).toMatchObject({ code: "timeout", phase: "total", operation: "get_pet", attempts: 1 })
  })

  it.each([0, -1, Number.NaN, 2 ** 31])("%d is refused", async (timeout) => {
    const { client } = bench([ok])
    expect(await rejection(defineOperation(() => spec())({}, { client, timeout }))).toMatchObject({ code: "input" })
  })
})

async function* never(): AsyncGenerator<Uint8Array> {
  await new Promise(() => undefined)
  yield new Uint8Array()
}
