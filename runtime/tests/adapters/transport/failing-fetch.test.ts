import { getEventListeners } from "node:events"
import { describe, expect } from "vitest"
import { fetchTransport } from "../../../src/adapters/transport/fetch-transport.ts"
import { createClient } from "../../../src/core/client/create-client.ts"
import { defineOperation } from "../../../src/core/operation/define-operation.ts"
import { postSpec, rejection, testService } from "../../core/fixture.ts"
import { it } from "../../test.ts"

describe("E58 a fetch that throws before it gives a promise", () => {
  const thrower = () => {
    throw new TypeError("no network here")
  }

  it("rejects with our error, and leaves no timer and no listener", async ({ clock }) => {
    const { signal } = new AbortController()
    const transport = fetchTransport({ fetch: thrower, clock })
    const request = { method: "GET", url: "https://zoo.test", headers: [], signal, timeouts: { headersMs: 100 } }
    const error = await rejection(transport.send(request))
    expect(error).toMatchObject({ code: "connection", cause: { name: "TypeError", message: "" } })
    expect([clock.pending, getEventListeners(signal, "abort").length]).toEqual([0, 0])
  })

  it("is a failed call", async ({ clock }) => {
    const client = createClient(testService(), { transport: fetchTransport({ fetch: thrower, clock }), clock })
    const result = await defineOperation(() => postSpec()).safe({}, { client })
    expect(result).toMatchObject({ ok: false, error: { code: "connection", attempts: 1 } })
    expect(clock.pending).toBe(0)
  })
})

describe("E58 an iterator of the caller that throws", () => {
  it.for<[name: string, body: () => AsyncIterable<Uint8Array>]>([
    [
      "when it is begun",
      () => ({
        [Symbol.asyncIterator]() {
          throw new TypeError("not today")
        },
      }),
    ],
    [
      "when it is asked",
      () => ({
        [Symbol.asyncIterator]: () => ({
          next() {
            throw new TypeError("not today")
          },
        }),
      }),
    ],
  ])("fails the call %s, and leaves no timer", async ([, body], { clock }) => {
    // A platform that reads what it is to send.
    const fetch = async (_: unknown, init?: RequestInit) => new Response(await new Response(init?.body ?? "").text())
    const client = createClient(testService(), { transport: fetchTransport({ fetch, clock }), clock })
    const sent = { encode: () => ({}), writer: { contentType: "text/plain", write: body } }
    const result = await defineOperation(() => postSpec({ body: sent })).safe({}, { client })
    expect(result).toMatchObject({ ok: false, error: { attempts: 1 } })
    expect(clock.pending).toBe(0)
  })
})
