import { describe, expect } from "vitest"
import { refreshable, type RefreshOptions } from "../../../src/adapters/auth/refreshable.ts"
import type { Token } from "../../../src/ports/auth.ts"
import { VirtualClock } from "../../../src/testing/virtual-clock.ts"
import { it } from "../../test.ts"

interface Asked {
  readonly signal: AbortSignal
  give(token: Token): void
  fail(error: Error): void
}

function start(options: RefreshOptions = {}) {
  const clock = new VirtualClock({ wallTime: 0 })
  const asked: Asked[] = []
  const source = refreshable(
    {
      token: (signal) => new Promise<Token>((resolve, reject) => asked.push({ signal, give: resolve, fail: reject })),
    },
    { clock, ...options },
  )
  const get = (signal: AbortSignal = new AbortController().signal) => Promise.resolve(source.token(signal))
  /** Fetches a first token with an end. */
  const begin = async (expiresAt?: number) => {
    const first = get()
    asked[0]?.give({ value: "t1", ...(expiresAt !== undefined && { expiresAt }) })
    await first
  }
  return { asked, begin, clock, get, source }
}
const minute = 60_000

describe("N131 single flight", () => {
  it("asks once for a thousand calls", async () => {
    const { asked, get } = start()
    const calls = Array.from({ length: 1000 }, () => get())
    expect(asked).toHaveLength(1)
    asked[0]?.give({ value: "t1" })
    expect(new Set((await Promise.all(calls)).map(({ value }) => value))).toEqual(new Set(["t1"]))
  })

  it("shares a failure, and the next call tries again", async () => {
    const { asked, get } = start()
    const calls = [get(), get()].map((call) => call.catch((error: unknown) => (error as Error).message))
    asked[0]?.fail(new Error("down"))
    expect(await Promise.all(calls)).toEqual(["down", "down"])
    const next = get()
    asked[1]?.give({ value: "t2" })
    expect((await next).value).toBe("t2")
  })

  it("takes a source that throws for one that fails", async () => {
    const source = refreshable({
      token: () => {
        throw new Error("at once")
      },
    })
    await expect(Promise.resolve(source.token(new AbortController().signal))).rejects.toThrow("at once")
  })

  it("lets one caller leave without the others", async () => {
    const { asked, get } = start()
    const controller = new AbortController()
    const leaving = get(controller.signal)
    const staying = get()
    controller.abort("enough")
    await expect(leaving).rejects.toBe("enough")
    expect(asked[0]?.signal.aborted).toBe(false)
    asked[0]?.give({ value: "t1" })
    expect((await staying).value).toBe("t1")
  })

  it("aborts what nobody waits for any more, and does not keep what it brings", async () => {
    const { asked, get } = start()
    const controller = new AbortController()
    const leaving = get(controller.signal)
    controller.abort("enough")
    await expect(leaving).rejects.toBe("enough")
    expect(asked[0]?.signal.reason).toBe("enough")
    const next = get()
    asked[0]?.give({ value: "late" })
    asked[1]?.give({ value: "t2" })
    expect((await next).value).toBe("t2")
    expect((await get()).value).toBe("t2")
  })

  it("asks nothing for a signal that is aborted", () => {
    const { asked, source } = start()
    expect(() => source.token(AbortSignal.abort(new Error("gone")))).toThrow("gone")
    expect(asked).toHaveLength(0)
  })
})

describe("N132 refresh", () => {
  it("keeps a token without an end", async () => {
    const { asked, begin, clock, get } = start()
    await begin()
    await clock.advance(1e12)
    expect((await get()).value).toBe("t1")
    expect(asked).toHaveLength(1)
  })

  it("replaces it two minutes before its end while it is still used", async () => {
    const { asked, begin, clock, get } = start()
    await begin(60 * minute)
    await clock.advance(58 * minute - 1)
    await get()
    expect(asked).toHaveLength(1)
    await clock.advance(1)
    expect((await get()).value).toBe("t1")
    await get()
    expect(asked).toHaveLength(2)
    asked[1]?.give({ value: "t2", expiresAt: 120 * minute })
    await clock.advance(0)
    expect((await get()).value).toBe("t2")
  })

  it("waits for the new one within the last half minute", async () => {
    const { asked, begin, clock, get } = start()
    await begin(60 * minute)
    await clock.advance(59.5 * minute)
    const waiting = get()
    asked[1]?.give({ value: "t2", expiresAt: 120 * minute })
    expect((await waiting).value).toBe("t2")
  })

  it("uses the old one while the new one cannot be had, and pauses", async () => {
    const { asked, begin, clock, get } = start()
    await begin(60 * minute)
    await clock.advance(59.5 * minute)
    const waiting = get()
    asked[1]?.fail(new Error("down"))
    expect((await waiting).value).toBe("t1")
    expect((await get()).value).toBe("t1")
    expect(asked).toHaveLength(2)
    await clock.advance(5000)
    void get()
    expect(asked).toHaveLength(3)
    asked[2]?.fail(new Error("down"))
  })

  it("pauses after a failure in the background, too", async () => {
    const { asked, begin, clock, get } = start()
    await begin(60 * minute)
    await clock.advance(58 * minute)
    await get()
    asked[1]?.fail(new Error("down"))
    await clock.advance(4999)
    await get()
    expect(asked).toHaveLength(2)
    await clock.advance(1)
    await get()
    expect(asked).toHaveLength(3)
    asked[2]?.fail(new Error("down"))
    await clock.advance(0)
  })

  it("fails once the old one has ended", async () => {
    const { asked, begin, clock, get } = start()
    await begin(60 * minute)
    await clock.advance(60 * minute)
    const waiting = get()
    asked[1]?.fail(new Error("down"))
    await expect(waiting).rejects.toThrow("down")
  })

  it.each<[name: string, lifeMs: number, advisoryAt: number]>([
    ["a minute: a fifth before its end", minute, 48_000],
    ["ten seconds", 10_000, 8000],
    ["an hour", 60 * minute, 58 * minute],
  ])("gives a short life its share: %s", async (_, lifeMs, advisoryAt) => {
    const { asked, begin, clock, get } = start()
    await begin(lifeMs)
    await clock.advance(advisoryAt - 1)
    await get()
    expect(asked).toHaveLength(1)
    await clock.advance(1)
    expect((await get()).value).toBe("t1")
    expect(asked).toHaveLength(2)
    asked[1]?.give({ value: "t2" })
  })

  it.each([
    ["the past", -1],
    ["now", 0],
  ])("does not loop over a token that ends in %s", async (_, expiresAt) => {
    const { asked, begin, get } = start()
    await begin(expiresAt)
    const next = get()
    expect(asked).toHaveLength(2)
    asked[1]?.give({ value: "t2" })
    expect((await next).value).toBe("t2")
  })

  it("follows its options", async () => {
    const { asked, begin, clock, get } = start({ advisoryMs: 1000, mandatoryMs: 100 })
    await begin(60 * minute)
    await clock.advance(60 * minute - 1001)
    await get()
    expect(asked).toHaveLength(1)
    await clock.advance(1)
    await get()
    expect(asked).toHaveLength(2)
    asked[1]?.give({ value: "t2" })
  })
})

describe("N133 invalidate", () => {
  it("forgets the token that was refused", async () => {
    const { asked, begin, get, source } = start()
    await begin()
    source.invalidate?.({ value: "t1" })
    const next = get()
    asked[1]?.give({ value: "t2" })
    expect((await next).value).toBe("t2")
  })

  it("keeps a newer one", async () => {
    const { asked, begin, get, source } = start()
    await begin()
    source.invalidate?.({ value: "t0" })
    expect((await get()).value).toBe("t1")
    expect(asked).toHaveLength(1)
  })
})

it("N132 leaves a source that keeps its token as it is, so that its windows count once", () => {
  const { source } = start()
  expect(refreshable(source)).toBe(source)
})
