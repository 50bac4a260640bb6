import { getEventListeners } from "node:events"
import { describe, expect } from "vitest"
import type { ClientOptions } from "../../../src/core/client/client.ts"
import { defineOperation } from "../../../src/core/operation/define-operation.ts"
import type { BodyReader } from "../../../src/ports/serializer.ts"
import { test } from "../../test.ts"
import { bench, postSpec, schemaOf, type SpecOver } from "../fixture.ts"

const failure = new Error("at once")
const fail = (): never => {
  throw failure
}
/** What was thrown, without its words. */
const stoodIn = { name: "Error", message: "" }
const limit = { name: "one", concurrency: 1 }

describe("E58 what throws at once rejects the call, and all is let go:", () => {
  test.for<[name: string, options: ClientOptions, over: SpecOver, expected: object]>([
    ["a transport", { transport: { send: fail } }, {}, { code: "connection", attempts: 1, cause: stoodIn }],
    [
      "a reader",
      {},
      { success: [{ status: 200, readers: [{ accept: "*/*", read: fail } satisfies BodyReader] }] },
      { code: "decode", cause: stoodIn },
    ],
    ["a validator", {}, { input: schemaOf(fail) }, { code: "input", attempts: 0, cause: stoodIn }],
    ["a credential", { auth: { apply: fail } }, {}, { code: "config", phase: "auth" }],
    [
      "a header",
      {},
      { headers: fail },
      { code: "config", attempts: 0, retryable: false, maybeExecuted: false, cause: stoodIn },
    ],
    ["a telemetry", { telemetry: { emit: fail }, onWarning: () => undefined }, {}, { value: {} }],
    ["a breaker", { circuitBreaker: { enter: fail } }, {}, { code: "input", attempts: 0, cause: failure }],
  ])("%s", async ([, options, over, expected]) => {
    const { client, clock } = bench([{ body: {} }], options)
    const controller = new AbortController()
    const operation = defineOperation(() => postSpec({ rateLimit: limit, ...over }))
    let call: PromiseLike<unknown> | undefined
    expect(() => (call = operation({}, { client, signal: controller.signal }))).not.toThrow()
    const ended = await Promise.resolve(call).then(
      (value): object => ({ value }),
      (error: unknown) => error as object,
    )
    expect(ended).toMatchObject(expected)
    expect([clock.pending, getEventListeners(controller.signal, "abort").length]).toEqual([0, 0])
    const release = await client.rateLimit(limit).acquire(1, controller.signal)
    release()
  })
})
