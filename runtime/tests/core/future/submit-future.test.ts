import { describe, expect } from "vitest"
import { bind } from "../../../src/core/client/bind.ts"
import { defineFuture } from "../../../src/core/future/define-future.ts"
import type { FutureSpec, PollSpec } from "../../../src/core/operation/operation-spec.ts"
import type { FutureOperation } from "../../../src/core/operation/operation.ts"
import type { TelemetryEvent } from "../../../src/ports/telemetry.ts"
import { it } from "../../test.ts"
import { bench, header, pollSpec, postSpec, rejection } from "../fixture.ts"

const ticket = { body: { request_id: "q1" } }
const pending = { body: { type: "try_again" } }
const done = { body: { answer: 42 } }

const retrieve = () => postSpec({ id: "retrieve", path: () => "/retrieve" })

function training(over: Partial<PollSpec> = {}): FutureOperation<unknown, unknown> {
  const spec: FutureSpec = { ...postSpec({ id: "train", path: () => "/train" }), poll: pollSpec(retrieve, over) }
  return defineFuture(() => spec)
}

describe("work that is submitted", () => {
  it("is polled for when its result is wanted, and not before", async () => {
    const { client, clock, transport } = bench([ticket, pending, done])
    const submitted = await training().submit({ loss: "ce" }, { client })
    await clock.advance(60_000)
    expect(transport.requests.map(({ url, body }) => [url.slice(16), body])).toEqual([["/v1/train", '{"loss":"ce"}']])
    expect([submitted.requestId, clock.pending]).toEqual(["q1", 0])
    const future = submitted.result()
    expect(await future.requestId).toBe("q1")
    await clock.advance(1_000)
    expect(await future).toEqual({ answer: 42 })
    expect(transport.requests.slice(1).map(({ body }) => body)).toEqual(Array(2).fill('{"request_id":"q1"}'))
  })

  it("keeps what its polls are made of", async () => {
    const headers: PollSpec["headers"] = (input, { poll }) => [
      ["X-Roundtrip", poll?.createSeconds],
      ["X-Loss", (input as { loss: string }).loss],
    ]
    const { client, transport } = bench([ticket, done])
    await (await training({ headers }).submit({ loss: "ce" }, { client })).result()
    expect(["x-roundtrip", "x-loss"].map((name) => header(transport.requests[1], name))).toEqual(["0", "ce"])
  })

  it("is told of under the call that submitted it", async () => {
    const events: TelemetryEvent[] = []
    const { client, clock } = bench([ticket, pending, done], {
      telemetry: { emit: (event) => void events.push(event) },
    })
    const future = (await training().submit({}, { client })).result()
    await clock.advance(1_000)
    await future
    const [started] = events
    expect(events.filter(({ type }) => type === "poll")).toMatchObject([
      { operation: "train", callId: started?.callId, attempt: 0, status: 200 },
    ])
  })

  it("may have its result in the first answer", async () => {
    const { client, transport } = bench([done])
    const submitted = await training({ input: () => undefined }).submit({}, { client })
    expect(await submitted.result()).toEqual({ answer: 42 })
    expect(transport.requests).toHaveLength(1)
  })

  it("is that of a bound operation's client", async () => {
    const { client, transport } = bench([ticket, done])
    expect(await (await bind(training(), client).submit({})).result()).toEqual({ answer: 42 })
    expect(transport.requests).toHaveLength(2)
  })

  it("fails where it is refused", async () => {
    const { client } = bench([{ status: 422 }])
    expect(await rejection(training().submit({}, { client }))).toMatchObject({
      code: "http",
      status: 422,
      attempts: 1,
    })
  })

  it("has its total limit from the beginning", async () => {
    const { client, clock } = bench(({ url }) => (url.endsWith("/train") ? ticket : pending))
    const submitted = await training().submit({}, { client, timeout: { totalMs: 10_000 } })
    await clock.advance(9_000)
    const outcome = rejection(submitted.result())
    const before = clock.now()
    await clock.advance(5_000)
    expect(await outcome).toMatchObject({ code: "timeout", phase: "total", operation: "train" })
    expect(clock.now() - before).toBe(5_000)
  })

  it("ends by its signal and by cancelling", async () => {
    const { client, clock } = bench(({ url }) => (url.endsWith("/train") ? ticket : pending))
    const controller = new AbortController()
    const one = (await training().submit({}, { client, signal: controller.signal })).result()
    const two = (await training().submit({}, { client })).result()
    await clock.advance(50)
    controller.abort("one")
    two.cancel("two")
    expect([await rejection(one), await rejection(two)]).toEqual(["one", "two"])
    expect(clock.pending).toBe(0)
  })
})
