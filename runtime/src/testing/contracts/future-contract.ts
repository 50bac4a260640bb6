import type { ApiFuture, FutureProgress } from "../../ports/future.ts"
import { turn } from "../turn.ts"
import { claim, claimError, isPending, rejectionOf } from "./claim.ts"
import type { ContractCase } from "./contract-case.ts"
import { isSameData } from "./is-same-data.ts"

/** A future that has begun, and its service. */
export interface FutureSubject {
  readonly future: ApiFuture<unknown>
  /** What it comes to. */
  readonly output: unknown
  /** The service says "not yet", once. */
  readonly report: () => Promise<void>
  /** The service gives what makes `output`. */
  readonly finish: () => Promise<void>
  /** The service says that the work has failed. */
  readonly fail: () => Promise<void>
}

/** The ways in which a future ends. */
const ends: readonly (readonly [name: string, end: (subject: FutureSubject) => Promise<void>])[] = [
  ["its output", (subject) => subject.finish()],
  ["its failure", (subject) => subject.fail()],
  [
    "being cancelled",
    async ({ future }) => {
      future.cancel("enough")
      await turn()
    },
  ],
]

function define(name: string, check: (subject: FutureSubject) => Promise<void>): ContractCase<FutureSubject> {
  return { name, run: async (make) => check(await make()) }
}

/** The value of what must have settled by now: an adapter that breaks a promise fails, and holds nobody up. */
async function soon<Value>(promise: Promise<Value>, what: string): Promise<Value> {
  claim(!(await isPending(promise, turn)), `${what} must have settled`)
  return promise
}

async function read(future: ApiFuture<unknown>): Promise<readonly FutureProgress[]> {
  const events: FutureProgress[] = []
  for await (const event of future.progress()) events.push(event)
  return events
}

function caught(future: ApiFuture<unknown>): Promise<unknown> {
  return future.catch((reason) => reason)
}

/** What every `ApiFuture` promises. */
export const futureContract: readonly ContractCase<FutureSubject>[] = [
  define("gives its output to everyone who awaits it, before and after its end", async ({ future, output, finish }) => {
    const early = Promise.resolve(future)
    await finish()
    for (const result of [early, Promise.resolve(future), future.catch(() => undefined)]) {
      claim(isSameData(await soon(result, "an await"), output), "an await must give the output")
    }
  }),
  define("rejects everyone who awaits it with one failure", async ({ future, fail }) => {
    const early = rejectionOf(Promise.resolve(future), "failed work")
    await fail()
    const failure = await soon(early, "an await")
    const late = await soon(rejectionOf(Promise.resolve(future), "failed work"), "an await after the end")
    claim(failure === late, "the failure must be the same for all")
    claim((await soon(caught(future), "catch()")) === failure, "catch() must be given the failure")
  }),
  define("keeps a failure that nobody awaits silent", async ({ fail }) => {
    await fail()
    await turn()
  }),
  ...ends.map(([name, end]) =>
    define(`runs finally() after ${name}`, async (subject) => {
      let ran = false
      const settled = subject.future.finally(() => void (ran = true)).catch(() => undefined)
      await end(subject)
      await soon(settled, "finally()")
      claim(ran, "finally() must run")
    }),
  ),
  ...ends.map(([name, end]) =>
    define(`settles its id and submission, never with a failure, after ${name}`, async (subject) => {
      await end(subject)
      const id = await soon(subject.future.requestId, "requestId")
      claim(id === undefined || typeof id === "string", "requestId must be a text, or undefined")
      await soon(subject.future.submitted, "submitted")
    }),
  ),
  define("tells every reader the progress since it began, in order", async ({ future, report, finish }) => {
    const early = read(future)
    await report()
    const late = read(future)
    await report()
    await finish()
    const [all, rest] = [await soon(early, "progress"), await soon(late, "progress")]
    claim(all.length === 2, "a reader from the start must get two events of two")
    claim(rest.length === 1 && isSameData(rest[0], all[1]), "a later reader must get the second event alone")
  }),
  ...ends.map(([name, end]) =>
    define(`ends its progress after ${name}`, async (subject) => {
      const reading = read(subject.future)
      await end(subject)
      claim((await soon(reading, "a reader")).length === 0, "there was no progress")
      claim((await soon(read(subject.future), "a reader after the end")).length === 0, "there is no progress any more")
    }),
  ),
  define("goes on when a reader leaves", async ({ future, output, report, finish }) => {
    const reader = future.progress()[Symbol.asyncIterator]()
    const first = reader.next()
    await report()
    claim((await soon(first, "progress")).done !== true, "the first event must come")
    await reader.return?.()
    claim((await soon(reader.next(), "a reader that left")).done === true, "a reader that left must be done")
    await finish()
    claim(isSameData(await soon(Promise.resolve(future), "an await"), output), "the output must come all the same")
  }),
  define("rejects with the reason that it is cancelled for", async ({ future }) => {
    const reason = { any: "value" }
    const rejected = rejectionOf(Promise.resolve(future), "a cancelled future")
    future.cancel(reason)
    claim((await soon(rejected, "a cancelled future")) === reason, "the reason must come through as it is")
  }),
  define("is cancelled without a reason with one of our own", async ({ future }) => {
    const rejected = rejectionOf(Promise.resolve(future), "a cancelled future")
    future.cancel()
    claimError(await soon(rejected, "a cancelled future"), "aborted", "the reason of a cancelled future")
  }),
  define("takes the first reason of several", async ({ future }) => {
    const rejected = rejectionOf(Promise.resolve(future), "a cancelled future")
    future.cancel("first")
    future.cancel("second")
    claim((await soon(rejected, "a cancelled future")) === "first", "the first reason counts")
  }),
  define("is not changed by being cancelled after its end", async ({ future, output, finish }) => {
    await finish()
    await soon(Promise.resolve(future), "an await")
    future.cancel("late")
    claim(isSameData(await soon(Promise.resolve(future), "an await"), output), "the output must stay")
  }),
]
