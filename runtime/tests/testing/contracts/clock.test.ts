import { afterEach, describe, expect, vi } from "vitest"
import { systemClock } from "../../../src/adapters/clock/system-clock.ts"
import { clockContract, type ClockSubject } from "../../../src/testing/contracts/clock-contract.ts"
import { VirtualClock } from "../../../src/testing/virtual-clock.ts"
import { it } from "../../test.ts"
import { brokenPromises, runContract } from "./run-contract.ts"

afterEach(() => void vi.useRealTimers())

runContract("VirtualClock", clockContract, () => {
  const clock = new VirtualClock()
  return { clock, advance: (ms) => clock.advance(ms) }
})

runContract("systemClock", clockContract, () => {
  vi.useFakeTimers()
  return {
    clock: systemClock,
    advance: async (ms) => {
      await vi.advanceTimersByTimeAsync(ms)
    },
  }
})

describe("the contract notices", () => {
  it.each<[name: string, change: (clock: VirtualClock) => ClockSubject["clock"]]>([
    [
      "timers that fire early",
      (clock) => ({
        now: () => clock.now(),
        wallTime: () => clock.wallTime(),
        schedule: (ms, callback) => clock.schedule(Math.min(ms / 2, 2 ** 31), callback),
      }),
    ],
    [
      "timers that cannot be cancelled",
      (clock) => ({
        now: () => clock.now(),
        wallTime: () => clock.wallTime(),
        schedule(ms, callback) {
          clock.schedule(ms, callback)
          return () => undefined
        },
      }),
    ],
    [
      "a clock that stands still",
      (clock) => ({
        now: () => 0,
        wallTime: () => 0,
        schedule: (ms, callback) => clock.schedule(ms, callback),
      }),
    ],
  ])("%s", async (_, change) => {
    const broken = await brokenPromises(clockContract, () => {
      const clock = new VirtualClock()
      return { clock: change(clock), advance: (ms) => clock.advance(ms) }
    })
    expect(broken).not.toEqual([])
  })
})
