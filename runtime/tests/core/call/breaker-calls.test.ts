import { describe, expect } from "vitest"
import { breakerPer } from "../../../src/adapters/circuit-breaker/breaker-per.ts"
import { circuitBreaker } from "../../../src/adapters/circuit-breaker/circuit-breaker.ts"
import { consecutiveFailures } from "../../../src/adapters/circuit-breaker/consecutive-failures.ts"
import { withRetryBudget } from "../../../src/adapters/retry/retry-budget.ts"
import { defaultRetry } from "../../../src/adapters/retry/default-retry.ts"
import { defineOperation } from "../../../src/core/operation/define-operation.ts"
import { PristineError } from "../../../src/errors/pristine-error.ts"
import type { AttemptTarget } from "../../../src/ports/attempt-target.ts"
import type { BreakerOutcome, CircuitBreaker } from "../../../src/ports/circuit-breaker.ts"
import type { FakeStep } from "../../../src/testing/fake-transport.ts"
import { VirtualClock } from "../../../src/testing/virtual-clock.ts"
import { it } from "../../test.ts"
import { bench, policy, rejection, rule, schemaOf, spec } from "../fixture.ts"

/** Lets everything in and remembers what it was asked and told. */
function listening(): CircuitBreaker & { readonly outcomes: BreakerOutcome[]; readonly targets: unknown[] } {
  const outcomes: BreakerOutcome[] = []
  const targets: unknown[] = []
  const enter = (target?: AttemptTarget) => {
    targets.push(target)
    return (outcome: BreakerOutcome) => void outcomes.push(outcome)
  }
  return { outcomes, targets, enter }
}

const gone = (code: "connection" | "timeout", retryable = true) =>
  new PristineError(code, "gone", { maybeExecuted: true, retryable })
const pet = { body: { name: "Rex" } }

describe("what counts against a service", () => {
  it.each<[name: string, step: FakeStep, want: BreakerOutcome]>([
    ["200", pet, "success"],
    ...[400, 401, 403, 404, 409, 410, 413, 422].map((status): [string, FakeStep, BreakerOutcome] => [
      String(status),
      { status },
      "success",
    ]),
    ...[408, 425, 429].map((status): [string, FakeStep, BreakerOutcome] => [String(status), { status }, "ignored"]),
    ...[500, 501, 502, 503, 504, 505, 599].map((status): [string, FakeStep, BreakerOutcome] => [
      String(status),
      { status },
      "failure",
    ]),
    ["a broken connection", gone("connection"), "failure"],
    ["a timeout of the transport", gone("timeout"), "failure"],
    ["a certificate that will not do", gone("connection", false), "failure"],
    ["an answer that is not JSON", { body: "{", headers: { "content-type": "application/json" } }, "success"],
  ])("C34 %s", async (_, step, want) => {
    const circuitBreaker = listening()
    const { client } = bench([step], { circuitBreaker })
    await defineOperation(() => spec()).safe({}, { client })
    expect(circuitBreaker.outcomes).toEqual([want])
  })

  it("C34 an answer that does not fit its type is no failure of the service", async () => {
    const circuitBreaker = listening()
    const { client } = bench([pet], { circuitBreaker, validate: "strict" })
    const output = schemaOf(() => false)
    const success = spec().success.map((entry) => ({ ...entry, schema: output }))
    const result = await defineOperation(() => spec({ success })).safe({}, { client })
    expect(result.ok).toBe(false)
    expect(circuitBreaker.outcomes).not.toContain("failure")
  })

  it("C34 an input that does not fit never reaches it", async () => {
    const circuitBreaker = listening()
    const { client } = bench([pet], { circuitBreaker })
    await defineOperation(() => spec({ input: schemaOf(() => false) })).safe({}, { client })
    expect(circuitBreaker.targets).toEqual([])
  })

  it("C34 the total limit of time counts against it", async () => {
    const circuitBreaker = listening()
    const { client, clock } = bench(undefined, { circuitBreaker })
    const failed = rejection(defineOperation(() => spec())({}, { client, timeout: { totalMs: 50 } }))
    await clock.advance(50)
    expect(await failed).toMatchObject({ code: "timeout", phase: "total" })
    expect(circuitBreaker.outcomes).toEqual(["failure"])
  })

  it("C34 a probe that is answered closes it, whatever the answer", async () => {
    const clock = new VirtualClock()
    const breaker = circuitBreaker({ clock, trip: consecutiveFailures(1), openMs: 100 })
    const { client } = bench([{ status: 503 }, { status: 404 }, pet], { circuitBreaker: breaker, clock })
    const call = defineOperation(() => spec())
    await call.safe({}, { client })
    expect(breaker.state).toBe("open")
    await clock.advance(100)
    await call.safe({}, { client })
    expect(breaker.state).toBe("closed")
  })

  it("C34 the caller's abort counts for nothing", async () => {
    const circuitBreaker = listening()
    const { client, transport } = bench(undefined, { circuitBreaker })
    const controller = new AbortController()
    const failed = rejection(defineOperation(() => spec())({}, { client, signal: controller.signal }))
    await transport.next()
    controller.abort("enough")
    expect([await failed, circuitBreaker.outcomes]).toEqual(["enough", ["ignored"]])
  })

  it("C34 an attempt over its limit counts", async () => {
    const circuitBreaker = listening()
    const { client, clock, transport } = bench(undefined, { circuitBreaker })
    const failed = rejection(defineOperation(() => spec())({}, { client, timeout: 50 }))
    await transport.next()
    await clock.advance(50)
    expect(await failed).toMatchObject({ code: "timeout" })
    expect(circuitBreaker.outcomes).toEqual(["failure"])
  })
})

describe("where it stands", () => {
  it("C35 within the retries: each attempt enters and reports once", async () => {
    const circuitBreaker = listening()
    const { client, clock } = bench([{ status: 503 }, gone("connection"), pet], { circuitBreaker })
    const call = defineOperation(() => spec({ retry: [policy()] }))({}, { client })
    await clock.advance(1000)
    await call
    expect(circuitBreaker.outcomes).toEqual(["failure", "failure", "success"])
  })

  it("C35 around the transport alone: an open circuit ends the call without a request", async () => {
    const circuit = circuitBreaker({ trip: consecutiveFailures(1), clock: new VirtualClock() })
    circuit.enter()("failure")
    const { client, transport } = bench([], { circuitBreaker: circuit })
    const error = await rejection(defineOperation(() => spec({ retry: [policy()] }))({}, { client }))
    expect(error).toMatchObject({ code: "circuit_open", attempts: 0, operation: "get_pet" })
    expect(transport.requests).toHaveLength(0)
  })

  it("C35 a circuit that opens between two attempts of a call ends the call", async () => {
    const clock = new VirtualClock()
    const circuit = circuitBreaker({ trip: consecutiveFailures(2), clock })
    const { client, transport } = bench(() => ({ status: 503 }), { clock, circuitBreaker: circuit })
    const failed = rejection(
      defineOperation(() => spec({ retry: [policy({ rules: [rule({ maxAttempts: 9 })] })] }))({}, { client }),
    )
    await clock.advance(60_000)
    expect(await failed).toMatchObject({ code: "circuit_open", attempts: 2 })
    expect(transport.requests).toHaveLength(2)
  })

  it("C37 it is told where the request goes and for which operation", async () => {
    const circuitBreaker = listening()
    const { client } = bench([pet], { circuitBreaker })
    await defineOperation(() => spec())({}, { client })
    expect(circuitBreaker.targets).toEqual([{ url: "https://zoo.test/v1/pets/7", operation: "get_pet" }])
  })
})

describe("a hundred callers at once", () => {
  it("C31 one probes, the others fail in the same turn and cost no retry", async () => {
    const clock = new VirtualClock()
    const retry = withRetryBudget(defaultRetry({ clock, random: () => 0.5 }), { capacity: 14 })
    const circuit = circuitBreaker({ trip: consecutiveFailures(1), clock })
    circuit.enter()("failure")
    await clock.advance(30_000)
    const { client, transport } = bench(undefined, { clock, retry, circuitBreaker: circuit })
    const operation = defineOperation(() => spec({ retry: [policy()] }))
    const calls = Array.from({ length: 100 }, () => operation.safe({}, { client }))
    const probe = await transport.next()
    await clock.advance(0)
    expect(transport.requests).toHaveLength(1)
    probe.respond(pet)
    const results = await Promise.all(calls)
    expect(results.filter(({ ok }) => ok)).toHaveLength(1)
    expect(new Set(results.flatMap((result) => (result.ok ? [] : [result.error.code])))).toEqual(
      new Set(["circuit_open"]),
    )
    const run = retry.begin(policy())
    expect(run.next({ cause: 503, error: gone("connection") })).toBe(100)
  })

  it("C32 a probe that its caller aborts leaves the place to the next", async () => {
    const clock = new VirtualClock()
    const circuit = circuitBreaker({ trip: consecutiveFailures(1), clock })
    circuit.enter()("failure")
    await clock.advance(30_000)
    const { client, transport } = bench(undefined, { clock, circuitBreaker: circuit })
    const operation = defineOperation(() => spec())
    const controller = new AbortController()
    const aborted = rejection(operation({}, { client, signal: controller.signal }))
    await transport.next()
    controller.abort("gone")
    expect(await aborted).toBe("gone")
    expect(circuit.state).toBe("half_open")
    const next = operation({}, { client })
    ;(await transport.next()).respond(pet)
    expect(await next).toEqual({ name: "Rex" })
    expect(circuit.state).toBe("closed")
  })

  it("C37 a host that is down leaves the others alone", async () => {
    const clock = new VirtualClock()
    const shared = breakerPer("origin", () => circuitBreaker({ trip: consecutiveFailures(1), clock }))
    const options = { clock, circuitBreaker: shared }
    const down = bench(() => ({ status: 500 }), { ...options, baseUrl: "https://down.test" })
    const up = bench(() => pet, { ...options, baseUrl: "https://up.test" })
    const operation = defineOperation(() => spec())
    await operation.safe({}, { client: down.client })
    expect(await operation.safe({}, { client: down.client })).toMatchObject({ error: { code: "circuit_open" } })
    expect(await operation.safe({}, { client: up.client })).toMatchObject({ ok: true })
  })
})
