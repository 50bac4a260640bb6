import { describe, expect } from "vitest"
import { defineOperation } from "../../../src/core/operation/define-operation.ts"
import type { Classifier } from "../../../src/core/response/classifier.ts"
import { PristineError } from "../../../src/errors/pristine-error.ts"
import type { FakeStep } from "../../../src/testing/fake-transport.ts"
import { it } from "../../test.ts"
import { bench, policy, postSpec, rejection, rule, spec } from "../fixture.ts"

const ok = { body: { name: "Rex" } }
const broken = (maybeExecuted = true): Error => new PristineError("connection", "gone", { maybeExecuted })

describe("admission", () => {
  const limit = { name: "sampling", concurrency: 1 }

  it("holds its place until the answer is read, over all attempts", async () => {
    const { client, clock, transport } = bench((_, index) => (index === 0 ? { status: 503 } : ok))
    const operation = defineOperation(() => spec({ rateLimit: limit, retry: [policy()] }))
    const calls = Promise.all([operation({}, { client }), operation({}, { client })])
    await clock.advance(99)
    expect(transport.requests).toHaveLength(1)
    await clock.advance(1)
    await calls
    expect(transport.requests).toHaveLength(3)
  })

  it("a classifier's throttle closes the limit for all its calls", async () => {
    const times: number[] = []
    const { client, clock } = bench((_, index) => {
      times.push(clock.now())
      return index === 0 ? { status: 429 } : ok
    })
    const classify: Classifier = ({ status }, { weight }) =>
      status === 429 ? { throttleMs: weight > 100 ? 5_000 : 1_000 } : undefined
    const dispatch = policy({ rules: [rule({ retryOn: [429], backoff: "none", maxAttempts: Infinity })] })
    const operation = defineOperation(() => postSpec({ classify, retry: [dispatch], rateLimit: { name: "sampling" } }))
    const call = operation({ text: "x".repeat(200) }, { client })
    await clock.advance(10_000)
    await call
    expect(times).toEqual([0, 5_000])
  })

  it("weighs the body, or what the manifest says", async () => {
    const weights: number[] = []
    const classify: Classifier = (_, call) => void weights.push(call.weight)
    const { client } = bench([ok, ok])
    await defineOperation(() => postSpec({ classify, rateLimit: { name: "a" } }))({ t: "é" }, { client })
    await defineOperation(() => postSpec({ classify, rateLimit: { name: "a" }, weight: () => 77 }))({}, { client })
    expect(weights).toEqual([10, 77])
  })

  it("an aborted wait gives its place away", async () => {
    const { client, clock, transport } = bench()
    const operation = defineOperation(() => spec({ rateLimit: limit }))
    const first = operation({}, { client })
    const controller = new AbortController()
    const second = rejection(operation({}, { client, signal: controller.signal }))
    const third = operation({}, { client })
    await clock.advance(0)
    controller.abort("enough")
    expect(await second).toBe("enough")
    ;(await transport.next()).respond(ok)
    await first
    ;(await transport.next()).respond(ok)
    await third
  })
})

describe("the breaker", () => {
  it.each<[name: string, step: FakeStep, want: string]>([
    ["a success", ok, "success"],
    ["a failure of the service", { status: 500 }, "failure"],
    ["a fault of the caller, which is an answer", { status: 404 }, "success"],
    ["too many requests", { status: 429 }, "ignored"],
    ["no connection", broken(), "failure"],
    ["an answer that cannot be read", { body: "{", headers: { "content-type": "application/json" } }, "success"],
  ])("is told of %s", async (_, step, want) => {
    const outcomes: string[] = []
    const { client } = bench([step], { circuitBreaker: { enter: () => (outcome) => void outcomes.push(outcome) } })
    await defineOperation(() => spec()).safe({}, { client })
    expect(outcomes).toEqual([want])
  })

  it("stands within the retries: each attempt enters", async () => {
    const outcomes: string[] = []
    const { client, clock } = bench([{ status: 503 }, ok], {
      circuitBreaker: { enter: () => (outcome) => void outcomes.push(outcome) },
    })
    const call = defineOperation(() => spec({ retry: [policy()] }))({}, { client })
    await clock.advance(100)
    await call
    expect(outcomes).toEqual(["failure", "success"])
  })

  it("that is open fails the call at once", async () => {
    const circuitBreaker = {
      enter: () => {
        throw new PristineError("circuit_open", "open")
      },
    }
    const { client, transport } = bench([], { circuitBreaker })
    expect(await rejection(defineOperation(() => spec({ retry: [policy()] }))({}, { client }))).toMatchObject({
      code: "circuit_open",
    })
    expect(transport.requests).toHaveLength(0)
  })
})
