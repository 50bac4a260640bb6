import { describe, expect } from "vitest"
import { VirtualClock } from "../../src/testing/virtual-clock.ts"
import { pause } from "../../src/timing/pause.ts"
import { test } from "../test.ts"

describe("pause", () => {
  test("ends when its time is over, and not before", async () => {
    const clock = new VirtualClock()
    let over = false
    const paused = pause(clock, 500).then(() => (over = true))
    await clock.advance(499)
    expect(over).toBe(false)
    await clock.advance(1)
    await paused
  })

  test("ends with its signal, whose reason it tells", async () => {
    const clock = new VirtualClock()
    const abort = new AbortController()
    const reason = new Error("enough")
    const paused = pause(clock, 500, abort.signal)
    abort.abort(reason)
    await expect(paused).rejects.toBe(reason)
    expect(clock.pending).toBe(0)
  })

  test("does not begin where its signal has fired", async () => {
    const clock = new VirtualClock()
    const reason = new Error("before")
    await expect(pause(clock, 500, AbortSignal.abort(reason))).rejects.toBe(reason)
    expect(clock.pending).toBe(0)
  })
})
