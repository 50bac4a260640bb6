import type { Release } from "../../ports/rate-limit.ts"
import type { Semaphore } from "../../ports/semaphore.ts"
import { turn } from "../turn.ts"
import { claim, isPending, rejectionOf } from "./claim.ts"
import type { ContractCase } from "./contract-case.ts"
import { watchedSignal } from "./watched-signal.ts"

/** A semaphore of which nothing is taken. */
export interface SemaphoreSubject {
  readonly semaphore: Semaphore
  /** Acquisitions of weight 1 that it grants at once, 2 or more. */
  readonly permits: number
}

async function fill({ semaphore, permits }: SemaphoreSubject): Promise<readonly Release[]> {
  return Promise.all(Array.from({ length: permits }, () => semaphore.acquire(1)))
}

function define(name: string, check: (subject: SemaphoreSubject) => Promise<void>): ContractCase<SemaphoreSubject> {
  return { name, run: async (make) => check(await make()) }
}

/** What every `Semaphore` promises. */
export const semaphoreContract: readonly ContractCase<SemaphoreSubject>[] = [
  define("grants its permits at once, and lets the next wait", async (subject) => {
    const held = await fill(subject)
    const next = subject.semaphore.acquire(1)
    claim(await isPending(next, turn), "an acquisition beyond the permits must wait")
    held[0]?.()
    ;(await next)()
  }),
  define("grants without a wait what it would grant at once, where it can", async (subject) => {
    const { semaphore } = subject
    if (!semaphore.tryAcquire) return
    const held = await fill(subject)
    claim(semaphore.tryAcquire(1) === undefined, "nothing may be granted beyond the permits")
    const waiting = semaphore.acquire(1)
    held[0]?.()
    const release = await waiting
    claim(semaphore.tryAcquire(1) === undefined, "a permit that a waiter got is not free")
    release()
    const granted = semaphore.tryAcquire(1)
    claim(granted !== undefined, "a free permit must be granted at once")
    claim(semaphore.tryAcquire(1) === undefined, "a permit that was granted is not free")
    granted()
  }),
  define("serves waiters in the order they came", async (subject) => {
    const held = await fill(subject)
    const order: number[] = []
    const waiting = [0, 1, 2, 3, 4].map(async (index) => {
      const release = await subject.semaphore.acquire(1)
      order.push(index)
      release()
    })
    for (const release of [...held].reverse()) release()
    await Promise.all(waiting)
    claim(order.join() === "0,1,2,3,4", `waiters must be served in order, not ${order.join()}`)
  }),
  define("lets nobody overtake a heavy waiter", async (subject) => {
    const held = await fill(subject)
    const order: string[] = []
    const wait = async (name: string, weight: number): Promise<void> => {
      const release = await subject.semaphore.acquire(weight)
      order.push(name)
      release()
    }
    const waiting = [wait("heavy", subject.permits), wait("light", 1)]
    for (const release of held) {
      release()
      await turn()
    }
    await Promise.all(waiting)
    claim(order.join() === "heavy,light", "a light waiter must not overtake a heavy one")
  }),
  define("gives nothing back for a second release", async (subject) => {
    const held = await fill(subject)
    const [first] = held
    first?.()
    first?.()
    first?.()
    await subject.semaphore.acquire(1)
    const next = subject.semaphore.acquire(1)
    claim(await isPending(next, turn), "a second release must not free a permit")
    held[1]?.()
    await next
  }),
  define("rejects an aborted signal with its reason, and takes nothing", async (subject) => {
    const reason = { any: "value" }
    const rejected = subject.semaphore.acquire(1, AbortSignal.abort(reason))
    claim((await rejectionOf(rejected, "an aborted acquisition")) === reason, "the reason must come through as it is")
    await fill(subject)
  }),
  define("lets an aborted waiter leave at once, with its listener", async (subject) => {
    const [release] = await fill(subject)
    const watched = watchedSignal()
    const leaves = subject.semaphore.acquire(1, watched.signal)
    const stays = subject.semaphore.acquire(1)
    watched.abort("enough")
    claim((await rejectionOf(leaves, "an aborted waiter")) === "enough", "the reason must come through as it is")
    release?.()
    ;(await stays)()
  }),
  define("lets the rest pass when the waiter at the head leaves", async (subject) => {
    const held = await fill(subject)
    const watched = watchedSignal()
    const heavy = subject.semaphore.acquire(subject.permits, watched.signal)
    const light = subject.semaphore.acquire(1)
    const gone = rejectionOf(heavy, "an aborted waiter")
    watched.abort("enough")
    await gone
    held[0]?.()
    ;(await light)()
  }),
  define("leaves no listener on a signal that was not aborted", async (subject) => {
    const held = await fill(subject)
    const watched = watchedSignal()
    const waiting = subject.semaphore.acquire(1, watched.signal)
    held[0]?.()
    ;(await waiting)()
    const atOnce = await subject.semaphore.acquire(1, watched.signal)
    atOnce()
    claim(watched.listeners === 0, "no abort listener may be left")
  }),
  define("conserves its permits over aborts and releases", async (subject) => {
    for (let round = 0; round < 20; round++) {
      const held = await fill(subject)
      const watched = watchedSignal()
      const left = [1, 2, 3].map(() => rejectionOf(subject.semaphore.acquire(1, watched.signal), "an aborted waiter"))
      watched.abort(round)
      await Promise.all(left)
      for (const release of held) release()
    }
    const held = await fill(subject)
    claim(await isPending(subject.semaphore.acquire(1), turn), "no permit may be gained")
    held[0]?.()
  }),
  define("refuses a weight that is none", async ({ semaphore }) => {
    for (const weight of [-1, Number.NaN]) await rejectionOf(semaphore.acquire(weight), `an acquisition of ${weight}`)
  }),
]
