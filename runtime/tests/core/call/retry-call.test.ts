import { describe, expect } from "vitest"
import { retryCall } from "../../../src/core/call/retry-call.ts"
import { defaultRetry } from "../../../src/adapters/retry/default-retry.ts"
import { PristineError } from "../../../src/errors/pristine-error.ts"
import type { Retry } from "../../../src/ports/retry.ts"
import { VirtualClock } from "../../../src/testing/index.ts"
import { it } from "../../test.ts"
import { bench, policy, rejection, rule } from "../fixture.ts"

const http = (status: number, retryAfterMs?: number): PristineError =>
  new PristineError("http", "x", { status, retryAfterMs })

describe("a whole operation", () => {
  it.each<[name: string, failures: Error[], tries: number, ok: boolean]>([
    ["that works", [], 1, true],
    ["with a status that the policy names", [http(503), http(410)], 3, true],
    ["with one that it does not", [http(404)], 1, false],
    ["without a connection", [new PristineError("connection", "x")], 2, true],
    ["that takes too long", [new PristineError("timeout", "x")], 2, true],
    ["that the service failed", [new PristineError("future_failed", "x", { status: 200 })], 1, false],
    ["with another error", [new TypeError("bug")], 1, false],
    ["that keeps failing", [http(503), http(503), http(503)], 3, false],
  ])("%s", async (_, failures, tries, ok) => {
    const { client, clock } = bench([])
    const numbers: number[] = []
    const last = failures.at(-1)
    const outcome = retryCall(
      policy({ rules: [rule({ retryOn: ["connection", "timeout", 410, 503] })] }),
      ({ number }) => {
        numbers.push(number)
        const failure = failures[number]
        return failure === undefined ? Promise.resolve("done") : Promise.reject(failure)
      },
      { client },
    ).catch((error: unknown) => error)
    await clock.advance(60_000)
    expect([await outcome, numbers.length, clock.pending]).toEqual([ok ? "done" : last, tries, 0])
  })

  it("waits as the policy and the service say", async () => {
    const { client, clock } = bench([])
    const times: number[] = []
    const outcome = retryCall(
      policy({ rules: [rule({ maxAttempts: 9 })] }),
      ({ number }) => {
        times.push(clock.now())
        return number < 3 ? Promise.reject(number === 1 ? http(429, 5_000) : http(503)) : Promise.resolve()
      },
      { client },
    )
    await clock.advance(60_000)
    await outcome
    expect(times).toEqual([0, 100, 5_100, 5_500])
  })

  it("uses the client's overrides, and tries once without an engine", async () => {
    const one = bench([], { retryPolicies: { http: { rules: [rule({ maxAttempts: 1 })] } } })
    const none = bench([], { retry: false })
    for (const { client } of [one, none]) {
      let tries = 0
      await rejection(retryCall(policy(), () => (tries++, Promise.reject(http(503))), { client }))
      expect(tries).toBe(1)
    }
  })

  it.each(["within an attempt", "between two"])("the caller's abort ends it %s", async (when) => {
    const { client, clock } = bench([])
    const controller = new AbortController()
    let inner: AbortSignal | undefined
    const outcome = rejection(
      retryCall(
        policy(),
        ({ signal }) => {
          inner = signal
          return when === "between two" ? Promise.reject(http(503)) : new Promise(() => undefined)
        },
        { client, signal: controller.signal },
      ),
    )
    await clock.advance(0)
    controller.abort("enough")
    expect([await outcome, clock.pending]).toEqual(["enough", 0])
    if (when === "within an attempt") expect(inner?.aborted).toBe(true)
  })
})

describe("work that no client does", () => {
  const alone = (): { clock: VirtualClock; retry: Retry } => {
    const clock = new VirtualClock()
    return { clock, retry: defaultRetry({ clock, random: () => 1 }) }
  }

  it("is repeated by an engine and on a clock of its own", async () => {
    const { clock, retry } = alone()
    const times: number[] = []
    const outcome = retryCall(
      policy({ rules: [rule({ maxAttempts: 3 })] }),
      ({ number }) => {
        times.push(clock.now())
        return number < 2 ? Promise.reject(number === 1 ? http(429, 5_000) : http(503)) : Promise.resolve("done")
      },
      { clock, retry },
    )
    await clock.advance(60_000)
    expect([await outcome, times, clock.pending]).toEqual(["done", [0, 100, 5_100], 0])
  })

  it.each(["within an attempt", "between two"])("is given up with its signal %s", async (when) => {
    const { clock, retry } = alone()
    const controller = new AbortController()
    const work = (): Promise<never> =>
      when === "between two" ? Promise.reject(http(503)) : new Promise<never>(() => undefined)
    const outcome = rejection(retryCall(policy(), work, { clock, retry, signal: controller.signal }))
    await clock.advance(0)
    controller.abort("enough")
    expect([await outcome, clock.pending]).toEqual(["enough", 0])
  })

  it("is given up where it makes no progress", async () => {
    const { clock, retry } = alone()
    const stuck = policy({ name: "sample", progressTimeoutMs: 10_000 })
    const outcome = rejection(retryCall(stuck, () => new Promise(() => undefined), { clock, retry }))
    await clock.advance(10_000)
    expect(await outcome).toMatchObject({ code: "timeout", phase: "progress" })
    expect(clock.pending).toBe(0)
  })
})

describe("progress", () => {
  const stuck = policy({ name: "sample", progressTimeoutMs: 10_000, rules: [rule({ maxAttempts: Infinity })] })

  it("ends a call when nothing under the policy finished for too long", async () => {
    const { client, clock } = bench([])
    const signals: AbortSignal[] = []
    const outcome = rejection(
      retryCall(stuck, ({ signal }) => (signals.push(signal), new Promise(() => undefined)), { client }),
    )
    await clock.advance(9_999)
    expect(signals[0]?.aborted).toBe(false)
    await clock.advance(1)
    expect(await outcome).toMatchObject({ code: "timeout", phase: "progress" })
    expect([signals[0]?.aborted, clock.pending]).toEqual([true, 0])
  })

  it("of another call keeps this one alive", async () => {
    const { client, clock } = bench([])
    const outcome = rejection(retryCall(stuck, () => new Promise(() => undefined), { client }))
    await clock.advance(9_000)
    await retryCall(stuck, () => Promise.resolve(), { client })
    let settled = false
    void outcome.then(() => (settled = true))
    await clock.advance(9_999)
    expect(settled).toBe(false)
    await clock.advance(1)
    await outcome
  })
})
