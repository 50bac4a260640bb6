import { describe, expect } from "vitest"
import type { ApiFuture } from "../../../src/core/operation/operation.ts"
import { OrderedRequests } from "../../../src/core/session/ordered-requests.ts"
import { RunningFuture } from "../../../src/core/future/running-future.ts"
import { PristineError } from "../../../src/errors/pristine-error.ts"
import { it } from "../../test.ts"

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** A service that answers when it is told, and the numbers it has seen. */
function service() {
  const seen: number[] = []
  const answers = new Map<number, () => void>()
  const send = (_: number, number: number): ApiFuture<number> => {
    seen.push(number)
    return new RunningFuture(async (work) => {
      await new Promise<void>((resolve) => answers.set(number, resolve))
      work.submitted(`request-${number}`)
      return number
    })
  }
  const answer = async (number: number): Promise<void> => {
    answers.get(number)?.()
    await turn()
  }
  return { seen, send, answer }
}

/** A request that fails before it goes out. */
const unsendable = (): ApiFuture<number> =>
  new RunningFuture(() => Promise.reject(new PristineError("input", "It cannot be sent", { attempts: 0 })))

describe("ordered requests", () => {
  it("go out in the order of the calls, each when the one before it was answered", async () => {
    const { seen, send, answer } = service()
    const order = new OrderedRequests(1)
    const [one, two] = [order.run({}, send), order.run({}, send)]
    await turn()
    expect(seen).toEqual([1])
    await answer(1)
    expect(seen).toEqual([1, 2])
    await answer(2)
    expect([await one, await two]).toEqual([[1], [2]])
  })

  it.each([
    ["one by one", [[0], [0, 1], [0, 1, 2]]],
    ["first last", [[1, 2], [1, 2], [1, 2, 0]]], // prettier-ignore
  ] as const)("of one operation go out %s", async (sending, steps) => {
    const { seen, send, answer } = service()
    const all = new OrderedRequests().run({ count: 3, order: sending }, send)
    await turn()
    const answers = sending === "first last" ? [1, 2, 0] : [0, 1, 2]
    for (const [index, expected] of steps.entries()) {
      expect(seen).toEqual(expected)
      await answer(answers[index] ?? 0)
    }
    expect(await all).toEqual([0, 1, 2])
  })

  it("of which only some can be sent refuse what comes after, rather than let it wait for ever", async () => {
    const { send, answer } = service()
    const order = new OrderedRequests()
    const parts = order.run({ count: 3, order: "first last" }, (index, number) =>
      index === 1 ? unsendable() : send(index, number),
    )
    const behind = order.run({}, send)
    await turn()
    await answer(2)
    await answer(0)
    await expect(parts).rejects.toThrow("It cannot be sent")
    await expect(behind).rejects.toThrow("never sent")
  })

  it.each(["one by one", "first last"] as const)("that cannot be sent leave no gap: %s", async (sending) => {
    const { seen, send, answer } = service()
    const order = new OrderedRequests()
    const failed = order.run({ count: 2, order: sending }, unsendable)
    const next = order.run({}, send)
    await expect(failed).rejects.toThrow("cannot be sent")
    await turn()
    await answer(0)
    expect(await next).toEqual([0])
    expect(seen).toEqual([0])
  })

  it("that are given up while they wait leave no gap", async () => {
    const { seen, send, answer } = service()
    const order = new OrderedRequests()
    const abort = new AbortController()
    const [first, given, last] = [order.run({}, send), order.run({ signal: abort.signal }, send), order.run({}, send)]
    abort.abort(new Error("enough"))
    await expect(given).rejects.toThrow("enough")
    await answer(0)
    await answer(1)
    await Promise.all([first, last])
    expect(seen).toEqual([0, 1])
  })

  it("can hold a place together", async () => {
    const { seen, send, answer } = service()
    const order = new OrderedRequests(5)
    const both = order.together(async (within) => {
      await within.run({}, send)
      return { last: within.run({}, send) }
    })
    const next = order.run({}, send)
    await turn()
    await answer(5)
    expect(seen).toEqual([5, 6])
    await answer(6)
    expect(await both).toEqual([6])
    await answer(7)
    expect(await next).toEqual([7])
  })

  it("that hold a place together keep numbers for all that they will make", async () => {
    const { seen, send, answer } = service()
    const order = new OrderedRequests()
    const both = order.together(
      async (within) => {
        await within.run({ count: 2, order: "first last" }, send)
        return { last: within.run({ count: 2, order: "first last" }, send) }
      },
      { count: 4 },
    )
    const next = order.run({}, send)
    await turn()
    for (const number of [1, 0, 3, 2]) await answer(number)
    await both
    await answer(4)
    await next
    expect(seen).toEqual([1, 0, 3, 2, 4])
  })

  it("refuse what comes after work of which only a part could be sent", async () => {
    const { send, answer } = service()
    const order = new OrderedRequests()
    const failed = order.together((within) => {
      const parts = within.run({ count: 2, order: "first last" }, (index, number) =>
        index === 0 ? unsendable() : send(index, number),
      )
      return Promise.resolve({ last: parts })
    })
    const next = order.run({}, send)
    await turn()
    await answer(1)
    await expect(failed).rejects.toThrow("cannot be sent")
    await expect(next).rejects.toThrow("never sent")
  })

  it("of work that is given up are sent before what comes after", async () => {
    const { seen, send, answer } = service()
    const order = new OrderedRequests()
    const abort = new AbortController()
    const work = order.together(
      async (within, signal) => {
        await within.run({ count: 2, signal }, send)
        return { last: within.run({}, send) }
      },
      { count: 3, signal: abort.signal },
    )
    const next = order.run({}, send)
    await turn()
    abort.abort(new Error("enough"))
    await expect(work).rejects.toThrow("enough")
    expect(seen).toEqual([0])
    for (const number of [0, 1, 2]) await answer(number)
    expect(await next).toEqual([2])
    expect(seen).toEqual([0, 1, 2])
  })

  it("go on after work that failed", async () => {
    const { send, answer } = service()
    const order = new OrderedRequests()
    const failed = order.together(() => Promise.reject(new Error("no")))
    const next = order.run({}, send)
    await expect(failed).rejects.toThrow("no")
    await turn()
    await answer(0)
    expect(await next).toEqual([0])
  })
})
