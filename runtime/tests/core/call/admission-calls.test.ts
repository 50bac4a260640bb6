import { describe, expect } from "vitest"
import { pacedRateLimit } from "../../../src/adapters/rate-limit/paced-rate-limit.ts"
import { slidingWindow } from "../../../src/adapters/rate-limit/sliding-window.ts"
import { tokenBucket } from "../../../src/adapters/rate-limit/token-bucket.ts"
import { sse } from "../../../src/adapters/streaming/sse.ts"
import type { ClientOptions } from "../../../src/core/client/client.ts"
import { defineOperation } from "../../../src/core/operation/define-operation.ts"
import { defineStream } from "../../../src/core/stream/define-stream.ts"
import { PristineError } from "../../../src/errors/pristine-error.ts"
import type { RateLimitSpec } from "../../../src/ports/rate-limit.ts"
import type { FakeAnswer } from "../../../src/testing/fake-transport.ts"
import { it } from "../../test.ts"
import { bench, policy, rejection, spec, testService } from "../fixture.ts"

type Step = FakeAnswer | Error

const service = testService({ rateLimit: pacedRateLimit({ tokenBucket, slidingWindow }) })
const pet: Step = { body: { name: "Rex" } }

function start(
  numbers: Omit<RateLimitSpec, "name">,
  script?: readonly Step[] | (() => Step),
  client: ClientOptions = {},
) {
  const started = bench(script, client, service)
  const limit: RateLimitSpec = { name: "api", ...numbers }
  const operation = defineOperation(() => spec({ service, rateLimit: limit, retry: [policy()] }))
  return { ...started, limit, operation }
}

describe("a turn", () => {
  it("D41 is taken by every attempt, not once for a call", async () => {
    const { client, clock, operation, transport } = start({ requestsPerSecond: 1 }, [{ status: 503 }, pet, pet])
    const calls = [operation({}, { client }), operation({}, { client })]
    const times: number[] = []
    for (const at of [0, 1000, 2000]) {
      await clock.advance(at - clock.now())
      times.push(transport.requests.length)
    }
    await Promise.all(calls)
    expect(times).toEqual([1, 2, 3])
  })

  it("D46 that does not come before the call's limit fails the call, which leaves the queue", async () => {
    const { client, clock, operation, transport } = start({ requestsPerSecond: 0.1 }, () => pet)
    await operation({}, { client })
    const failed = rejection(operation({}, { client, timeout: { totalMs: 9999 } }))
    await clock.advance(9999)
    expect(await failed).toMatchObject({ code: "timeout", phase: "total", attempts: 0 })
    expect([transport.requests.length, clock.pending]).toEqual([1, 0])
  })

  it("D44 that an aborted call waited for goes to the next", async () => {
    const { client, clock, operation, transport } = start({ requestsPerSecond: 1 }, () => pet)
    await operation({}, { client })
    const controller = new AbortController()
    const aborted = rejection(operation({}, { client, signal: controller.signal }))
    const next = operation({}, { client })
    await clock.advance(500)
    controller.abort("enough")
    expect(await aborted).toBe("enough")
    await clock.advance(500)
    await next
    expect(transport.requests).toHaveLength(2)
  })

  it("D46 that nobody may wait for any more fails the call at once", async () => {
    const { client, clock, operation } = start({ requestsPerSecond: 1, maxQueue: 0 }, () => pet)
    await operation({}, { client })
    expect(await rejection(operation({}, { client }))).toMatchObject({
      code: "limit",
      operation: "get_pet",
      attempts: 0,
    })
    expect(clock.pending).toBe(0)
  })
})

describe("a place among the concurrent calls", () => {
  const one = { concurrency: 1 }
  const endings: [name: string, step: Step | undefined, options: { readonly abort?: true }][] = [
    ["a success", pet, {}],
    ["an error of the service", { status: 404 }, {}],
    ["a broken connection", new PristineError("connection", "gone", { retryable: false }), {}],
    ["an answer that is not JSON", { body: "{", headers: { "content-type": "application/json" } }, {}],
    ["the caller's abort", undefined, { abort: true }],
  ]
  it.each(endings)("D45 is free again after %s", async (_, step, { abort }) => {
    let asked = 0
    const controller = new AbortController()
    const transport = bench((): Step | undefined => (asked++ === 0 ? step : pet), {}, service)
    const operation = defineOperation(() => spec({ service, rateLimit: { name: "api", ...one } }))
    const first = operation.safe({}, { client: transport.client, signal: controller.signal })
    await transport.clock.advance(0)
    if (abort) controller.abort("enough")
    if (abort) await first.catch(() => undefined)
    else await first
    expect(await operation({}, { client: transport.client })).toEqual({ name: "Rex" })
  })

  it("D43 goes to those who wait in the order they came", async () => {
    const { client, clock, transport } = bench(undefined, {}, service)
    const order: string[] = []
    const call = (id: string) =>
      defineOperation(() => spec({ service, id, rateLimit: { name: "api", ...one } }))({}, { client }).then(() =>
        order.push(id),
      )
    const calls = ["a", "b", "c"].map(call)
    for (let count = 0; count < 3; count++) {
      const exchange = await transport.next()
      await clock.advance(0)
      expect(transport.requests).toHaveLength(count + 1)
      exchange.respond({ body: {} })
    }
    await Promise.all(calls)
    expect(order).toEqual(["a", "b", "c"])
  })

  it("D46 that does not come free before the call's limit fails the call", async () => {
    const { client, clock, operation, transport } = start(one)
    const first = operation({}, { client })
    const failed = rejection(operation({}, { client, timeout: { totalMs: 100 } }))
    const exchange = await transport.next()
    await clock.advance(100)
    expect(await failed).toMatchObject({ code: "timeout", phase: "total", attempts: 0 })
    exchange.respond({ body: {} })
    await first
  })

  const events = { headers: { "content-type": "text/event-stream" }, body: "data: 1\n\ndata: 2\n\n" }
  const watch = defineStream(() => ({
    ...spec({ service, id: "watch", rateLimit: { name: "api", ...one } }),
    framing: sse,
    event: {},
  }))
  it.each<[name: string, use: (stream: AsyncIterable<unknown> & { abort(): void }) => Promise<void>]>([
    [
      "read to its end",
      async (stream) => {
        for await (const _event of stream) continue
      },
    ],
    [
      "left early",
      async (stream) => {
        for await (const _event of stream) break
      },
    ],
    [
      "given up",
      (stream) => {
        stream.abort()
        return Promise.resolve()
      },
    ],
  ])("D48 is held by a stream until it is %s", async (_, use) => {
    const { client, clock, transport } = bench(() => events, {}, service)
    const stream = await watch({}, { client })
    const second = watch({}, { client })
    await clock.advance(0)
    expect(transport.requests).toHaveLength(1)
    await use(stream)
    const next = await second
    expect(transport.requests).toHaveLength(2)
    for await (const _event of next) continue
  })
})
