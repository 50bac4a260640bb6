import { describe, expect } from "vitest"
import { VirtualClock } from "../../src/testing/virtual-clock.ts"
import { it } from "../test.ts"

describe("VirtualClock", () => {
  it("runs timers in order of due time, then of arming", async () => {
    const clock = new VirtualClock()
    const seen: string[] = []
    clock.schedule(20, () => seen.push(`c@${clock.now()}`))
    clock.schedule(10, () => seen.push(`a@${clock.now()}`))
    clock.schedule(10, () => seen.push(`b@${clock.now()}`))
    clock.schedule(30, () => seen.push("late"))
    await clock.advance(25)
    expect(seen).toEqual(["a@10", "b@10", "c@20"])
    expect([clock.now(), clock.pending, clock.nextDelay]).toEqual([25, 1, 5])
  })

  it("lets promises settle between timers and runs what they arm", async () => {
    const clock = new VirtualClock()
    const sleep = (ms: number) => new Promise<void>((resolve) => void clock.schedule(ms, resolve))
    const seen: number[] = []
    const loop = (async () => {
      for (let turn = 0; turn < 3; turn++) {
        await sleep(10)
        seen.push(clock.now())
      }
    })()
    await clock.advance(30)
    await loop
    expect(seen).toEqual([10, 20, 30])
  })

  it("cancels", async () => {
    const clock = new VirtualClock()
    const cancel = clock.schedule(1, () => expect.unreachable())
    cancel()
    cancel()
    expect(clock.pending).toBe(0)
    await clock.advance(5)
  })

  it("keeps wall time in step with the start that was set", async () => {
    const clock = new VirtualClock({ wallTime: 1_000_000 })
    await clock.advance(500)
    expect(clock.wallTime()).toBe(1_000_500)
  })

  it("starts at 2026 by default", () => {
    expect(new Date(new VirtualClock().wallTime()).toISOString()).toBe("2026-01-01T00:00:00.000Z")
  })

  it("runs the next timer, however far", async () => {
    const clock = new VirtualClock()
    let fired = 0
    clock.schedule(1e12, () => fired++)
    expect(await clock.runNext()).toBe(1e12)
    expect(fired).toBe(1)
    await expect(clock.runNext()).rejects.toThrow("No timer is armed")
  })

  it("tells when timers are armed", async () => {
    const clock = new VirtualClock()
    const two = clock.armed(2)
    const seen: string[] = []
    void two.then(() => seen.push("armed"))
    clock.schedule(1, () => undefined)
    await Promise.resolve()
    expect(seen).toEqual([])
    clock.schedule(1, () => undefined)
    await two
    await clock.armed()
    expect(seen).toEqual(["armed"])
  })

  it("refuses NaN and takes a negative delay for none", async () => {
    const clock = new VirtualClock()
    expect(() => clock.schedule(Number.NaN, () => undefined)).toThrow(RangeError)
    let fired = false
    clock.schedule(-5, () => (fired = true))
    await clock.advance(0)
    expect(fired).toBe(true)
  })
})
