import { describe, expect } from "vitest"
import { deferFuture } from "../../../src/core/future/defer-future.ts"
import type { FutureProgress } from "../../../src/core/operation/operation.ts"
import { RunningFuture, type FutureWork } from "../../../src/core/future/running-future.ts"
import { Sequencer } from "../../../src/core/session/sequencer.ts"
import { it } from "../../test.ts"

/** A future that the test settles. */
function open() {
  const { promise, resolve, reject } = withResolvers()
  let handle: FutureWork | undefined
  const future = new RunningFuture<string>((work) => {
    work.cancel = reject
    handle = work
    return promise
  })
  return { future, resolve, work: handle as unknown as FutureWork }
}

function withResolvers() {
  let resolve: (value: string) => void = () => undefined
  let reject: (reason: unknown) => void = () => undefined
  const promise = new Promise<string>((yes, no) => ([resolve, reject] = [yes, no]))
  return { promise, resolve, reject }
}

describe("a deferred future", () => {
  it("starts when it may and stands in for the started one", async () => {
    const ready = withResolvers()
    const inner = open()
    const started: string[] = []
    const deferred = deferFuture(
      () => ready.promise,
      () => {
        started.push("now")
        return inner.future
      },
    )
    await Promise.resolve()
    expect(started).toEqual([])
    ready.resolve("")
    await ready.promise
    const progress = deferred.progress()[Symbol.asyncIterator]()
    const event: FutureProgress = { iteration: 0, status: 200, body: {} }
    const seen = progress.next()
    await new Promise((resolve) => setImmediate(resolve))
    inner.work.submitted("request-1")
    inner.work.progress(event)
    expect(await deferred.requestId).toBe("request-1")
    expect(await seen).toEqual({ done: false, value: event })
    inner.resolve("result")
    expect(await deferred).toBe("result")
    expect(started).toEqual(["now"])
  })

  it.each(["the caller's signal", "cancel"])("ends while it waits, by %s, and never starts", async (by) => {
    const abort = new AbortController()
    const sequencer = new Sequencer()
    const [first, second, third] = [sequencer.reserve(), sequencer.reserve(), sequencer.reserve()]
    const deferred = deferFuture(
      (signal) => sequencer.take(second, signal),
      () => {
        throw new Error("started")
      },
      abort.signal,
    )
    const reason = new Error("enough")
    if (by === "cancel") deferred.cancel(reason)
    else abort.abort(reason)
    await expect(deferred).rejects.toBe(reason)
    await deferred.submitted
    const release = await sequencer.take(first)
    release()
    await sequencer.take(third)
  })

  it("cancels the started one", async () => {
    const inner = open()
    const deferred = deferFuture(
      () => Promise.resolve(),
      () => inner.future,
    )
    await new Promise((resolve) => setImmediate(resolve))
    const reason = new Error("enough")
    deferred.cancel(reason)
    await expect(deferred).rejects.toBe(reason)
    await expect(inner.future).rejects.toBe(reason)
  })
})
