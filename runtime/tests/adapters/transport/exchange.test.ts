import { describe, expect } from "vitest"
import { Exchange } from "../../../src/adapters/transport/exchange.ts"
import { it } from "../../test.ts"

const url = "https://zoo.test/pets?key=sentinel"

describe("an exchange that takes too long", () => {
  it("says how long it waited for the answer", async ({ clock }) => {
    const reasons: unknown[] = []
    const exchange = new Exchange(new AbortController().signal, { url, timeouts: { headersMs: 30 } }, clock, (it) =>
      reasons.push(it),
    )
    await clock.advance(30)
    expect(reasons).toEqual([
      expect.objectContaining({ code: "timeout", message: "No answer from https://zoo.test within 30 ms" }),
    ])
    exchange.end()
  })

  it("says how long it waited for more of the answer", async ({ clock }) => {
    const reasons: unknown[] = []
    const timeouts = { headersMs: 30, bodyIdleMs: 7 }
    const exchange = new Exchange(new AbortController().signal, { url, timeouts }, clock, (it) => reasons.push(it))
    exchange.answered()
    exchange.wait()
    await clock.advance(7)
    expect(reasons).toEqual([
      expect.objectContaining({
        code: "timeout",
        message: "Nothing more of the answer from https://zoo.test within 7 ms",
        phase: "body",
      }),
    ])
    exchange.end()
  })
})
