import { describe, expect } from "vitest"
import { withRetryBudget } from "../../../src/adapters/retry/retry-budget.ts"
import { defaultRetry } from "../../../src/adapters/retry/default-retry.ts"
import { serviceBreaker } from "../../../src/adapters/circuit-breaker/service-breaker.ts"
import type { CallOptions } from "../../../src/core/client/call-options.ts"
import type { HookedCall } from "../../../src/core/client/hooks.ts"
import { defineOperation } from "../../../src/core/operation/define-operation.ts"
import { PristineError } from "../../../src/errors/pristine-error.ts"
import { fakeTransport } from "../../../src/testing/fake-transport.ts"
import { it } from "../../test.ts"
import { bench, policy, rejection, rule, spec } from "../fixture.ts"

const three = policy({ rules: [rule({ maxAttempts: 3, backoff: "none" })] })
const outer = defineOperation(() => spec({ retry: [three] }))
const inner = defineOperation(() => spec({ id: "inner", retry: [three] }))
const broken = (): PristineError => new PristineError("connection", "gone")
const down = (): { status: number } => ({ status: 503 })

describe("a call within an attempt of another", () => {
  it.for<[name: string, fail: () => PristineError]>([
    ["no connection", broken],
    ["a limit of time", () => new PristineError("timeout", "late")],
  ])("A11 in the transport has its own attempts, and the outer one no more: %s", async ([, fail]) => {
    const upstream = bench(() => fail())
    const gateway = fakeTransport(async ({ signal }) => {
      await inner({}, { client: upstream.client, signal })
      return { body: 1 }
    })
    const { client, clock } = bench([], { transport: gateway })
    const failed = rejection(outer({}, { client }))
    await clock.advance(0)
    expect(await failed).toMatchObject({
      code: fail().code,
      operation: "inner",
      retries: Array(2).fill({ delayMs: 0 }),
    })
    expect([gateway.requests.length, upstream.transport.requests.length]).toEqual([1, 3])
  })

  it("A11 which fails counts against the outer one's breaker, once", async () => {
    const upstream = bench(() => broken())
    const gateway = fakeTransport(async () => ({ body: await inner({}, { client: upstream.client }) }))
    const seen: string[] = []
    const breaker = serviceBreaker()
    const circuitBreaker: typeof breaker = Object.assign(Object.create(breaker) as typeof breaker, {
      enter: () => (outcome: string) => void seen.push(outcome),
    })
    const { client, clock } = bench([], { transport: gateway, circuitBreaker })
    const failed = rejection(outer({}, { client }))
    await clock.advance(0)
    await failed
    expect(seen).toEqual(["failure"])
  })

  it("A11 a failure of the transport itself is repeated", async () => {
    const { client, clock, transport } = bench(() => broken())
    const failed = rejection(outer({}, { client }))
    await clock.advance(0)
    await failed
    expect(transport.requests).toHaveLength(3)
  })

  it.for<[name: string, options: CallOptions, inners: number]>([
    ["with its own retries", {}, 3],
    ["that is not to be repeated", { retry: false }, 1],
  ])("A11 in a hook that fails ends the outer one: a call %s", async ([, options, inners]) => {
    const upstream = bench(down)
    const onRetry = (_: unknown, { signal }: HookedCall): Promise<void> =>
      Promise.resolve(inner({}, { ...options, client: upstream.client, signal })).then(() => undefined)
    const { client, clock, transport } = bench(down, { hooks: { onRetry } })
    const failed = rejection(outer({}, { client }))
    await clock.advance(0)
    expect(await failed).toMatchObject({ operation: "inner" })
    expect([transport.requests.length, upstream.transport.requests.length]).toEqual([1, inners])
  })

  it("A11 in a hook pays out of the budget of its client", async () => {
    const onRetry = (_: unknown, { client, signal, operation }: HookedCall): Promise<void> =>
      operation === "inner"
        ? Promise.resolve()
        : Promise.resolve(inner.safe({}, { client, signal })).then(() => undefined)
    const { client, clock, transport } = bench(down, {
      hooks: { onRetry },
      retry: (environment) => withRetryBudget(defaultRetry(environment), { capacity: 3 * 14 }),
    })
    const failed = rejection(outer({}, { client }))
    await clock.advance(0)
    expect(await failed).toMatchObject({ reason: "budget" })
    // Two calls at first, three retries for both.
    expect(transport.requests).toHaveLength(2 + 3)
  })

  it("A11 for a credential that fails ends the outer one", async () => {
    const upstream = bench(() => broken())
    const auth = { apply: () => Promise.resolve(inner({}, { client: upstream.client })).then(() => undefined) }
    const { client, clock, transport } = bench([], { auth })
    const failed = rejection(defineOperation(() => spec({ auth: "default", retry: [three] }))({}, { client }))
    await clock.advance(0)
    expect(await failed).toMatchObject({ code: "connection" })
    expect([transport.requests.length, upstream.transport.requests.length]).toEqual([0, 3])
  })
})
