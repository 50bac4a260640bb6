import { describe, expect } from "vitest"
import { Exchange } from "../../../src/adapters/transport/exchange.ts"
import { it } from "../../test.ts"

describe("an exchange that takes too long", () => {
  it("says how long it waited for the answer", async ({ clock }) => {
    const reasons: unknown[] = []
    const exchange = new Exchange(new AbortController().signal, { headersMs: 30 }, clock, (it) => reasons.push(it))
    await clock.advance(30)
    expect(reasons).toEqual([
      expect.objectContaining({ code: "timeout", message: "No answer from the server within 30 ms" }),
    ])
    exchange.end()
  })

  it("says how long it waited for more of the answer", async ({ clock }) => {
    const reasons: unknown[] = []
    const timeouts = { headersMs: 30, bodyIdleMs: 7 }
    const exchange = new Exchange(new AbortController().signal, timeouts, clock, (it) => reasons.push(it))
    exchange.answered()
    exchange.wait()
    await clock.advance(7)
    expect(reasons).toEqual([
      expect.objectContaining({
        code: "timeout",
        message: "Nothing more of the answer came within 7 ms",
        phase: "body",
      }),
    ])
    exchange.end()
  })
})
