import { describe, expect } from "vitest"
import type { CallOptions } from "../../../src/core/client/call-options.ts"
import type { Client, ClientOptions } from "../../../src/core/client/client.ts"
import { defineFuture } from "../../../src/core/future/define-future.ts"
import { defineOperation } from "../../../src/core/operation/define-operation.ts"
import { PristineError } from "../../../src/errors/pristine-error.ts"
import type { FakeStep } from "../../../src/testing/fake-transport.ts"
import { it } from "../../test.ts"
import { bench, pollSpec, postSpec, rejection, spec } from "../fixture.ts"

const post = defineOperation(() => postSpec())

interface Row {
  readonly options?: ClientOptions
  readonly call?: CallOptions
  readonly script?: readonly FakeStep[]
  /** What ends the call, once it is under way. */
  readonly end?: (client: Client) => unknown
  readonly want: object
}

const refusing: ClientOptions = {
  transport: { send: () => Promise.reject(new PristineError("input", "The header is not one")) },
}

describe("what an error says of the request", () => {
  it.each<[name: string, row: Row]>([
    [
      "closed while the service worked on it",
      { end: (client) => client.close({ drain: false }), want: { code: "aborted", maybeExecuted: true, attempts: 1 } },
    ],
    [
      "out of time while a hook of its own hangs",
      {
        options: { hooks: { onRequest: () => new Promise<never>(() => undefined) } },
        call: { timeout: { totalMs: 50 } },
        want: { code: "timeout", maybeExecuted: false, attempts: 0 },
      },
    ],
    [
      "out of time while the service worked on it",
      { call: { timeout: { totalMs: 50 } }, want: { code: "timeout", maybeExecuted: true, attempts: 1 } },
    ],
    ["that no transport can send", { options: refusing, want: { code: "input", maybeExecuted: false, attempts: 0 } }],
  ])("%s", async (_, { options, call = {}, script, end, want }) => {
    const { client, clock } = bench(script, options)
    const failed = rejection(post({}, { client, ...call }))
    await clock.advance(0)
    void end?.(client)
    await clock.advance(1_000)
    expect(await failed).toMatchObject({ ...want, operation: postSpec().id })
  })

  it("a future that was cancelled, and one out of time, may have been carried out", async () => {
    const { client, clock } = bench(({ method }) => (method === "POST" ? { body: { request_id: "q1" } } : undefined))
    const poll = pollSpec(() => spec({ id: "poll" }))
    const start = defineFuture(() => ({ ...postSpec({ id: "train" }), poll }))
    const cancelled = start({}, { client })
    const late = defineFuture(() => ({ ...postSpec({ id: "train" }), poll }))({}, { client, timeout: { totalMs: 50 } })
    const failures = [rejection(cancelled), rejection(late)]
    await clock.advance(0)
    cancelled.cancel()
    await clock.advance(1_000)
    expect(await failures[0]).toMatchObject({ code: "aborted", maybeExecuted: true })
    expect(await failures[1]).toMatchObject({ code: "timeout", maybeExecuted: true, operation: "train" })
  })

  it("the caller's own reason is what he gave", async () => {
    const { client, clock } = bench()
    const controller = new AbortController()
    const reason = new PristineError("aborted", "mine")
    const failed = rejection(post({}, { client, signal: controller.signal }))
    await clock.advance(0)
    controller.abort(reason)
    expect(await failed).toBe(reason)
    expect(reason.operation).toBeUndefined()
  })
})
