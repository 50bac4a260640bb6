import { describe, expect } from "vitest"
import { allFutures, mapFuture, raceFutures } from "../../../src/core/future/combine-futures.ts"
import { deferFuture } from "../../../src/core/future/defer-future.ts"
import { defineFuture } from "../../../src/core/future/define-future.ts"
import { mapFutures } from "../../../src/core/future/map-futures.ts"
import type { ApiFuture } from "../../../src/ports/future.ts"
import { futureContract, type FutureSubject } from "../../../src/testing/contracts/future-contract.ts"
import { bench, pollSpec, postSpec } from "../../core/fixture.ts"
import { it } from "../../test.ts"
import { brokenPromises, runContract } from "./run-contract.ts"

const train = defineFuture(() => ({
  ...postSpec({ id: "train", path: () => "/train" }),
  poll: pollSpec(() => postSpec({ id: "retrieve", path: () => "/retrieve" })),
}))

/** The future of a generated operation, whose service answers when it is told. */
function polling(answer = 42): FutureSubject {
  const { clock, transport, client } = bench()
  let begun = false
  const respond = async (body: object): Promise<void> => {
    // Past the interval between two polls, so that the next one waits for its answer.
    await clock.advance(200)
    const exchange = await transport.next()
    exchange.respond({ body })
    await clock.advance(1)
  }
  const poll = async (body: object): Promise<void> => {
    if (!begun) await respond({ request_id: "q1" })
    begun = true
    await respond(body)
  }
  return {
    future: train({}, { client }),
    output: { answer },
    report: () => poll({ type: "try_again" }),
    finish: () => poll({ answer }),
    fail: () => poll({ error: "out of order" }),
  }
}

function over(subject: FutureSubject, change: Partial<FutureSubject>): FutureSubject {
  return { ...subject, ...change }
}

/** Its turn comes with the service's first word. */
function deferred(): FutureSubject {
  const subject = polling()
  let come: () => void = () => undefined
  const turn = new Promise<void>((resolve) => (come = resolve))
  const ready = (signal: AbortSignal): Promise<void> =>
    Promise.race([
      turn,
      new Promise<never>((_, reject) => signal.addEventListener("abort", () => reject(signal.reason as Error))),
    ])
  const after = (act: () => Promise<void>) => (): Promise<void> => {
    come()
    return act()
  }
  return {
    future: deferFuture(ready, () => subject.future),
    output: subject.output,
    report: after(subject.report),
    finish: after(subject.finish),
    fail: after(subject.fail),
  }
}

/** The first one tells progress, the second one fails. */
function both(combine: (futures: readonly [ApiFuture<unknown>, ApiFuture<unknown>]) => ApiFuture<unknown>) {
  return (): FutureSubject => {
    const [one, other] = [polling(1), polling(2)]
    return {
      future: combine([one.future, other.future]),
      output: [one.output, other.output],
      report: one.report,
      fail: other.fail,
      async finish() {
        await one.finish()
        await other.finish()
      },
    }
  }
}

runContract("a generated polling future", futureContract, polling)
runContract("deferFuture", futureContract, deferred)
runContract("mapFuture", futureContract, () => {
  const subject = polling()
  return over(subject, { future: mapFuture(subject.future, (output) => [output]), output: [subject.output] })
})
runContract("allFutures", futureContract, both(allFutures))
runContract(
  "mapFutures",
  futureContract,
  both((futures) => mapFutures(futures, (future) => future)),
)
runContract("raceFutures", futureContract, () => {
  const subject = polling()
  return over(subject, { future: raceFutures([subject.future, polling().future]) })
})

describe("the contract notices", () => {
  const silent = <Value>(promise: Promise<Value>): Promise<Value> => {
    promise.catch(() => undefined)
    return promise
  }
  const never = new Promise<never>(() => undefined)

  it.each<[name: string, change: (future: ApiFuture<unknown>) => Partial<Omit<ApiFuture<unknown>, "then">>]>([
    ["a future that cannot be cancelled", () => ({ cancel: () => undefined })],
    ["a reason that is lost", (future) => ({ cancel: () => future.cancel(new Error("cancelled")) })],
    ["an id that never comes", () => ({ requestId: never })],
    ["an id that fails", (future) => ({ requestId: silent(future.finally(() => undefined).then(() => "q1")) })],
    ["a submission that never settles", () => ({ submitted: never })],
    ["a catch that does not catch", (future) => ({ catch: () => future.finally(() => undefined) })],
    ["a finally that an error skips", (future) => ({ finally: (act) => silent(Promise.resolve(future.then(act))) })],
    [
      "progress for one reader alone",
      (future) => {
        const only = future.progress()[Symbol.asyncIterator]()
        return { progress: () => ({ [Symbol.asyncIterator]: () => only }) }
      },
    ],
    [
      "progress without an end",
      (future) => ({
        async *progress() {
          yield* future.progress()
          await never
        },
      }),
    ],
    [
      "progress that is kept back",
      () => ({ progress: () => ({ [Symbol.asyncIterator]: () => [].values() as never }) }),
    ],
  ])("%s", async (_, change) => {
    const broken = await brokenPromises(futureContract, () => {
      const subject = polling()
      const { future } = subject
      const changed: ApiFuture<unknown> = {
        requestId: future.requestId,
        submitted: future.submitted,
        then: (...handlers) => future.then(...handlers),
        progress: () => future.progress(),
        cancel: (reason) => future.cancel(reason),
        catch: (onRejected) => future.catch(onRejected),
        finally: (onSettled) => future.finally(onSettled),
        ...change(future),
      }
      return over(subject, { future: changed })
    })
    expect(broken).not.toEqual([])
  })
})
