import fc from "fast-check"
import { describe, expect } from "vitest"
import { Alarm } from "../../src/timing/alarm.ts"
import { VirtualClock } from "../../src/testing/virtual-clock.ts"
import { it } from "../test.ts"

describe("an alarm", () => {
  it("rings once, when its limit has passed and not before", async ({ clock }) => {
    const rings: number[] = []
    const alarm = new Alarm(clock, () => rings.push(clock.now()))
    alarm.set(100)
    await clock.advance(99)
    expect(rings).toEqual([])
    await clock.advance(1000)
    expect([rings, clock.pending]).toEqual([[100], 0])
  })

  it("arms no second timer for a limit that ends later", ({ clock }) => {
    const alarm = new Alarm(clock, () => undefined)
    for (const delayMs of [100, 200, 300]) alarm.set(delayMs)
    expect([clock.pending, clock.nextDelay]).toEqual([1, 100])
    alarm.set(50)
    expect([clock.pending, clock.nextDelay]).toEqual([1, 50])
    alarm.dispose()
    expect(clock.pending).toBe(0)
  })

  it.each(["stop", "dispose"] as const)("does not ring after %s, and can be set again", async (end) => {
    const clock = new VirtualClock()
    const rings: number[] = []
    const alarm = new Alarm(clock, () => rings.push(clock.now()))
    alarm.set(100)
    alarm[end]()
    await clock.advance(150)
    expect([rings, clock.pending]).toEqual([[], 0])
    alarm.set(100)
    await clock.advance(100)
    expect(rings).toEqual([250])
  })

  it("rings as one that arms a timer each time, in any history", async () => {
    const act = fc.oneof(
      fc.record({ set: fc.integer({ min: 0, max: 50 }) }),
      fc.record({ wait: fc.integer({ min: 0, max: 30 }) }),
      fc.constantFrom({ stop: true } as const, { dispose: true } as const),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 30 }), async (acts) => {
        const clock = new VirtualClock()
        const [rings, wanted] = [[] as number[], [] as number[]]
        const alarm = new Alarm(clock, () => rings.push(clock.now()))
        let cancel = (): void => undefined
        for (const one of acts) {
          if ("wait" in one) {
            await clock.advance(one.wait)
            continue
          }
          cancel()
          if ("set" in one) {
            alarm.set(one.set)
            cancel = clock.schedule(one.set, () => wanted.push(clock.now()))
          } else if ("stop" in one) alarm.stop()
          else alarm.dispose()
        }
        await clock.advance(100)
        expect([rings, clock.pending]).toEqual([wanted, 0])
      }),
      { numRuns: 300 },
    )
  })
})
