import { afterEach, beforeEach, describe, expect, vi } from "vitest"
import { systemClock } from "../../../src/adapters/clock/system-clock.ts"
import { it } from "../../test.ts"

const day = 86_400_000

describe("systemClock", () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => {
    // In this order: a spy puts back what it replaced, which is a timer of the fake clock.
    vi.restoreAllMocks()
    vi.useRealTimers()
  })

  it.each([
    ["no delay", 0],
    ["a delay", 1500],
    ["the longest timer", 2_147_483_647],
    ["one more than that", 2_147_483_648],
    ["sixty days", 60 * day],
  ])("waits exactly %s", (_, delay) => {
    let fired = 0
    systemClock.schedule(delay, () => fired++)
    if (delay > 0) vi.advanceTimersByTime(delay - 1)
    if (delay > 0) expect(fired).toBe(0)
    vi.advanceTimersByTime(1)
    expect(fired).toBe(1)
  })

  it("never hands a platform timer more than it takes", () => {
    const armed = vi.spyOn(globalThis, "setTimeout")
    systemClock.schedule(9.99e12, () => undefined)()
    systemClock.schedule(Infinity, () => undefined)()
    expect(armed.mock.calls.map(([, delay]) => delay)).toEqual([2_147_483_647, 2_147_483_647])
  })

  it.each([
    ["at once", 0],
    ["after the first part of a long wait", 2_147_483_648],
  ])("cancels %s", (_, passed) => {
    const cancel = systemClock.schedule(60 * day, () => expect.unreachable())
    vi.advanceTimersByTime(passed)
    cancel()
    cancel()
    expect(vi.getTimerCount()).toBe(0)
  })

  it("takes a negative delay for none and refuses NaN", () => {
    let fired = false
    systemClock.schedule(-1, () => (fired = true))
    vi.advanceTimersByTime(0)
    expect(fired).toBe(true)
    expect(() => systemClock.schedule(Number.NaN, () => undefined)).toThrow(RangeError)
  })

  it("tells monotonic and wall time", () => {
    vi.setSystemTime(1_000_000)
    expect(systemClock.wallTime()).toBe(1_000_000)
    const before = systemClock.now()
    vi.advanceTimersByTime(10)
    expect(systemClock.now() - before).toBe(10)
  })
})

it("does not keep the process alive in the background", () => {
  const active = () => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length
  const before = active()
  const stopBackground = systemClock.schedule(60_000, () => undefined, { background: true })
  expect(active()).toBe(before)
  const stop = systemClock.schedule(60_000, () => undefined)
  expect(active()).toBe(before + 1)
  stop()
  stopBackground()
})
