import type { RateLimit } from "../../ports/rate-limit.ts"
import { claim, isPending, rejectionOf } from "./claim.ts"
import type { ContractCase } from "./contract-case.ts"
import { watchedSignal } from "./watched-signal.ts"

/** A limit that admits at least ten calls at once and, if it has a pace, ten attempts a millisecond. */
export interface RateLimitSubject {
  readonly limit: RateLimit
  /** Moves the limit's time. */
  readonly advance: (ms: number) => Promise<void>
}

function define(name: string, check: (subject: RateLimitSubject) => Promise<void>): ContractCase<RateLimitSubject> {
  return { name, run: async (make) => check(await make()) }
}

/** Claims that `settled` resolves after so long, and not a millisecond before. */
async function claimSettledAfter(subject: RateLimitSubject, settled: Promise<void>, ms: number): Promise<void> {
  if (ms > 0) claim(await isPending(settled, () => subject.advance(ms - 1)), `nothing may be sent before ${ms} ms`)
  claim(!(await isPending(settled, () => subject.advance(ms > 0 ? 1 : 0))), `it must be settled after ${ms} ms`)
}

/** What every `RateLimit` promises. */
export const rateLimitContract: readonly ContractCase<RateLimitSubject>[] = [
  define("admits calls, and takes two releases for one", async ({ limit }) => {
    const { signal } = watchedSignal()
    for (let call = 0; call < 5; call++) {
      const release = await limit.acquire(1, signal)
      release()
      release()
    }
  }),
  define("admits a call without weight", async ({ limit }) => {
    const { signal } = watchedSignal()
    ;(await limit.acquire(0, signal))()
  }),
  define("admits without a wait what it would admit at once, where it can", async ({ limit }) => {
    if (!limit.tryAcquire) return
    const release = limit.tryAcquire(1)
    claim(release !== undefined, "a free limit must admit at once")
    release()
    release()
    ;(await limit.acquire(1, watchedSignal().signal))()
  }),
  define("says without a wait what may be sent, where it can", async (subject) => {
    const { limit, advance } = subject
    if (!limit.trySettle) return
    claim(limit.trySettle(), "an attempt may be sent where nothing throttled it")
    limit.throttle(100)
    claim(!limit.trySettle(), "nothing may be sent in a window")
    await advance(100)
    claim(limit.trySettle(), "an attempt may be sent after the window")
  }),
  define("rejects an aborted signal with its reason", async ({ limit }) => {
    const reason = { any: "value" }
    const signal = AbortSignal.abort(reason)
    claim(
      (await rejectionOf(limit.acquire(1, signal), "an aborted acquire")) === reason,
      "acquire must give the reason",
    )
    claim((await rejectionOf(limit.settled(signal), "an aborted settled")) === reason, "settled must give the reason")
  }),
  define("is settled where nothing throttled it", async (subject) => {
    await claimSettledAfter(subject, subject.limit.settled(watchedSignal().signal), 0)
  }),
  define("is settled when the window is over, not before", async (subject) => {
    subject.limit.throttle(100)
    await claimSettledAfter(subject, subject.limit.settled(watchedSignal().signal), 100)
  }),
  define("keeps a longer window that is in force", async (subject) => {
    subject.limit.throttle(100)
    subject.limit.throttle(10)
    await claimSettledAfter(subject, subject.limit.settled(watchedSignal().signal), 100)
  }),
  define("waits for an extension that comes meanwhile", async (subject) => {
    subject.limit.throttle(100)
    const settled = subject.limit.settled(watchedSignal().signal)
    await subject.advance(50)
    subject.limit.throttle(100)
    await claimSettledAfter(subject, settled, 100)
  }),
  define("takes no harm from a window of nothing", async (subject) => {
    subject.limit.throttle(0)
    subject.limit.throttle(-5)
    await claimSettledAfter(subject, subject.limit.settled(watchedSignal().signal), 0)
  }),
  define("lets an aborted waiter leave at once", async (subject) => {
    subject.limit.throttle(100)
    const watched = watchedSignal()
    const waiting = rejectionOf(subject.limit.settled(watched.signal), "an aborted waiter")
    await subject.advance(10)
    watched.abort("enough")
    claim((await waiting) === "enough", "the reason must come through as it is")
  }),
  define("leaves no listener on a signal that was not aborted", async (subject) => {
    const watched = watchedSignal()
    const release = await subject.limit.acquire(1, watched.signal)
    subject.limit.throttle(100)
    const settled = subject.limit.settled(watched.signal)
    await subject.advance(100)
    await settled
    release()
    claim(watched.listeners === 0, "no abort listener may be left")
  }),
]
