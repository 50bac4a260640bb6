import type { Clock } from "../../ports/clock.ts"
import { claim } from "./claim.ts"
import type { ContractCase } from "./contract-case.ts"

export interface ClockSubject {
  readonly clock: Clock
  /** Lets so much time pass for the clock. */
  readonly advance: (ms: number) => Promise<void>
}

const day = 86_400_000

function define(name: string, check: (subject: ClockSubject) => Promise<void>): ContractCase<ClockSubject> {
  return { name, run: async (make) => check(await make()) }
}

/** What every `Clock` promises. */
export const clockContract: readonly ContractCase<ClockSubject>[] = [
  define("measures what passes on both scales", async ({ clock, advance }) => {
    const [now, wall] = [clock.now(), clock.wallTime()]
    await advance(1500)
    claim(Math.abs(clock.now() - now - 1500) < 1, "now must tell the time that passed")
    claim(Math.abs(clock.wallTime() - wall - 1500) < 2, "wallTime must tell the time that passed")
    claim(wall > Date.UTC(2020, 0), "wallTime must count from 1970")
  }),
  define("calls once, after the delay and not before", async ({ clock, advance }) => {
    const calls: number[] = []
    clock.schedule(100, () => calls.push(1))
    claim(calls.join() === "", "schedule must not call at once")
    await advance(99)
    claim(calls.join() === "", "a timer must not fire early")
    await advance(1)
    await advance(1000)
    claim(calls.join() === "1", `a timer must fire once, not ${calls.length} times`)
  }),
  define("calls in the order of their due times", async ({ clock, advance }) => {
    const order: string[] = []
    clock.schedule(30, () => order.push("c"))
    clock.schedule(10, () => order.push("a"))
    clock.schedule(20, () => order.push("b"))
    await advance(30)
    claim(order.join("") === "abc", `timers must fire in order, not ${order.join("")}`)
  }),
  define("takes a negative delay for none", async ({ clock, advance }) => {
    let called = false
    clock.schedule(-5, () => (called = true))
    await advance(1)
    claim(called, "a negative delay must fire at once")
  }),
  define("refuses a delay that is no number", ({ clock }) => {
    let refused = false
    try {
      clock.schedule(Number.NaN, () => undefined)()
    } catch {
      refused = true
    }
    claim(refused, "NaN must be refused: platforms take it for 0")
    return Promise.resolve()
  }),
  define("never fires a wait early that is longer than a platform's timer", async ({ clock, advance }) => {
    const calls: string[] = []
    const cancel = clock.schedule(60 * day, () => calls.push("long"))
    const endless = clock.schedule(Infinity, () => calls.push("endless"))
    await advance(59 * day)
    claim(calls.length === 0, "a wait of 60 days must not end after 59")
    await advance(day)
    claim(calls.join() === "long", "a wait of 60 days must end after 60")
    cancel()
    endless()
  }),
  define("does not call what was cancelled, twice or too late", async ({ clock, advance }) => {
    let called = 0
    const cancel = clock.schedule(10, () => called++)
    cancel()
    cancel()
    const late = clock.schedule(10, () => called++)
    await advance(10)
    late()
    claim(called === 1, "only the timer that was not cancelled must fire")
  }),
  define("calls in the background too", async ({ clock, advance }) => {
    let called = false
    clock.schedule(10, () => (called = true), { background: true })
    await advance(10)
    claim(called, "a background timer must fire while the process lives")
  }),
  define("may be armed from within a timer", async ({ clock, advance }) => {
    const calls: number[] = []
    clock.schedule(10, () => {
      calls.push(1)
      clock.schedule(10, () => calls.push(2))
    })
    await advance(10)
    await advance(10)
    claim(calls.join() === "1,2", "a timer armed by another must fire after its own delay")
  }),
]
