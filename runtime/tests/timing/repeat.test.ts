import { describe, expect } from "vitest"
import { VirtualClock } from "../../src/testing/virtual-clock.ts"
import { repeatInBackground } from "../../src/timing/repeat.ts"
import { it } from "../test.ts"

describe("background work that is repeated", () => {
  it("runs so long after its end as it says", async () => {
    const clock = new VirtualClock()
    const times: number[] = []
    const stop = repeatInBackground(clock, 100, async () => {
      times.push(clock.now())
      await new Promise<void>((resolve) => clock.schedule(5, resolve))
      return 20 * times.length
    })
    await clock.advance(99)
    expect(times).toEqual([])
    await clock.advance(151)
    expect(times).toEqual([100, 125, 170, 235])
    stop()
    await clock.advance(1000)
    expect([times.length, clock.pending]).toEqual([4, 0])
  })

  it("goes on as before when it fails", async () => {
    const clock = new VirtualClock()
    let runs = 0
    const stop = repeatInBackground(clock, 10, () => (runs++, Promise.reject(new Error("down"))))
    await clock.advance(35)
    expect(runs).toBe(3)
    stop()
  })

  it("is stopped while it runs, of which its signal tells", async () => {
    const clock = new VirtualClock()
    const seen: AbortSignal[] = []
    const stop = repeatInBackground(clock, 10, (signal) => {
      seen.push(signal)
      return new Promise((resolve) => signal.addEventListener("abort", () => resolve(10)))
    })
    await clock.advance(10)
    expect(seen[0]?.aborted).toBe(false)
    stop()
    expect(seen[0]?.aborted).toBe(true)
    await clock.advance(100)
    expect([seen.length, clock.pending]).toEqual([1, 0])
  })

  it("keeps no process alive", () => {
    const backgrounds: (boolean | undefined)[] = []
    const clock = {
      schedule: (_: number, __: () => void, options?: { readonly background?: boolean }) => {
        backgrounds.push(options?.background)
        return () => undefined
      },
    }
    repeatInBackground(clock, 10, () => Promise.resolve(10))()
    expect(backgrounds).toEqual([true])
  })
})
