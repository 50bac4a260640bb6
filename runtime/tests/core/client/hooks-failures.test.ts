import { describe, expect } from "vitest"
import type { Hooks } from "../../../src/core/client/hooks.ts"
import type { FakeStep } from "../../../src/testing/fake-transport.ts"
import { it } from "../../test.ts"
import { policy, rejection, rule } from "../fixture.ts"
import { get, hooked, recorder, retried } from "./hooks-fixture.ts"

describe("E58 hooks that fail", () => {
  const failure = new Error("of the hook")
  const fail = (): never => {
    throw failure
  }
  const failLater = async (): Promise<never> => {
    await Promise.resolve()
    throw failure
  }

  it.for<[name: string, hooks: Hooks, script: FakeStep[], requests: number]>([
    ["R157 46 onRequest", { onRequest: fail }, [], 0],
    ["R157 47 onRequest, later", { onRequest: failLater }, [], 0],
    ["R157 48 onResponse", { onResponse: fail }, [{ body: 1 }], 1],
    ["R157 49 onResponse, later", { onResponse: failLater }, [{ status: 503 }], 1],
    ["R157 50 onRetry", { onRetry: fail }, [{ status: 503 }], 1],
    ["R157 51 onRetry, later", { onRetry: failLater }, [{ status: 503 }], 1],
    ["R157 52 onError", { onError: fail }, [{ status: 404 }], 1],
    ["R157 53 onError, later", { onError: failLater }, [{ status: 404 }], 1],
  ])("%s: the call rejects with that error, once, and lets go of everything", async ([, hooks, script, requests]) => {
    const limit = { name: "one", concurrency: 1 }
    const { client, clock, transport } = hooked(script, hooks)
    const controller = new AbortController()
    const operation = retried({ rateLimit: limit })
    expect(await rejection(operation({}, { client, signal: controller.signal }))).toBe(failure)
    expect([transport.requests.length, transport.openBodies, clock.pending]).toEqual([requests, 0, 0])
    const release = await client.rateLimit(limit).acquire(1, controller.signal)
    release()
  })

  it("R157 54 the hooks after one that failed do not run, and onError is told", async () => {
    const log: string[] = []
    const told: unknown[] = []
    const { client } = hooked([], [{ onRequest: fail, onError: (error) => void told.push(error) }, recorder(log)])
    await rejection(get()({}, { client }))
    expect([told, log]).toEqual([[failure], ["error get_pet 0 undefined"]])
  })

  it("R157 55 what onError throws after an abort goes to onWarning", async () => {
    const warnings: unknown[] = []
    const controller = new AbortController()
    const { client, transport } = hooked(undefined, { onError: failLater }, { onWarning: (one) => warnings.push(one) })
    const call = rejection(get()({}, { client, signal: controller.signal }))
    await transport.next()
    controller.abort("enough")
    expect(await call).toBe("enough")
    expect(warnings).toEqual([expect.objectContaining({ code: "config", cause: failure })])
  })
})

describe("hooks that hang", () => {
  const hang = (): Promise<never> => new Promise(() => undefined)

  it.for<[name: string, hooks: Hooks, script: FakeStep[]]>([
    ["R157 56 onRequest", { onRequest: hang }, []],
    ["R157 57 onResponse", { onResponse: hang }, [{ body: 1 }]],
    ["R157 58 onRetry", { onRetry: hang }, [{ status: 503 }]],
    ["R157 59 onError", { onError: hang }, [{ status: 404 }]],
  ])("%s: the caller's abort ends it", async ([, hooks, script]) => {
    const controller = new AbortController()
    const { client, clock, transport } = hooked(script, hooks)
    const call = rejection(retried()({}, { client, signal: controller.signal }))
    await clock.advance(0)
    controller.abort("enough")
    expect(await call).toBe("enough")
    expect([transport.openBodies, clock.pending]).toEqual([0, 0])
  })

  it.for<[name: string, hooks: Hooks, script: FakeStep[], phase: string, at: number]>([
    ["R157 60 onRequest: the attempt's limit", { onRequest: hang }, [], "attempt", 50],
    ["R157 61 onResponse: the attempt's limit", { onResponse: hang }, [{ body: 1 }], "attempt", 50],
    ["R157 62 onRetry: the total", { onRetry: hang }, [{ status: 503 }], "total", 200],
    ["R157 63 onError: the total", { onError: hang }, [{ status: 404 }], "total", 200],
  ])("%s ends it", async ([, hooks, script, phase, at]) => {
    const { client, clock, transport } = hooked(script, hooks)
    const once = get({ retry: [policy({ rules: [rule({ retryOn: [503] })] })] })
    const call = rejection(once({}, { client, timeout: { attemptMs: 50, totalMs: 200 } }))
    await clock.advance(at)
    expect(await call).toMatchObject({ code: "timeout", phase, operation: "get_pet" })
    expect([transport.openBodies, clock.pending]).toEqual([0, 0])
  })

  it("R157 64 the signal that a hook is given tells it", async () => {
    const signals: AbortSignal[] = []
    const onRequest: Hooks["onRequest"] = (_, { signal }) => (signals.push(signal), hang())
    const { client, clock } = hooked([], { onRequest })
    const call = rejection(retried()({}, { client, timeout: { attemptMs: 50, totalMs: 180 } }))
    await clock.advance(180)
    expect(await call).toMatchObject({ code: "timeout" })
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true])
  })
})
