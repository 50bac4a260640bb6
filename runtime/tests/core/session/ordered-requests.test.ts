import { describe, expect } from "vitest"
import type { ApiFuture, SubmittedFuture } from "../../../src/core/operation/operation.ts"
import { OrderedRequests } from "../../../src/core/session/ordered-requests.ts"
import { RunningFuture } from "../../../src/core/future/running-future.ts"
import { PristineError } from "../../../src/errors/pristine-error.ts"
import { it } from "../../test.ts"

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** A service that answers when it is told, and the numbers it has seen. */
function service() {
  const seen: number[] = []
  const answers = new Map<number, () => void>()
  const send = async (_: number, number: number): Promise<SubmittedFuture<number>> => {
    seen.push(number)
    await new Promise<void>((resolve) => answers.set(number, resolve))
    return { requestId: `request-${number}`, result: () => new RunningFuture(() => Promise.resolve(number)) }
  }
  const answer = async (number: number): Promise<void> => {
    answers.get(number)?.()
    await turn()
  }
  return { seen, send, answer }
}

/** A request that fails before it goes out. */
const unsendable = (): Promise<SubmittedFuture<number>> =>
  Promise.reject(new PristineError("input", "It cannot be sent", { attempts: 0 }))

/** A service that has each part at once, and hands out results when it is told. */
function patient() {
  const polled: number[] = []
  const done = new Map<number, (result: number) => void>()
  const cancelled: unknown[] = []
  const send = (index: number): Promise<SubmittedFuture<number>> => {
    const result = (): ApiFuture<number> => {
      polled.push(index)
      return new RunningFuture((work) => {
        queueMicrotask(() => work.progress({ iteration: index, status: 408, body: undefined }))
        return new Promise<number>((resolve, reject: (reason: Error) => void) => {
          done.set(index, resolve)
          work.cancel = (reason) => {
            cancelled.push(index)
            reject(reason as Error)
          }
        })
      })
    }
    return Promise.resolve({ requestId: `request-${index}`, result })
  }
  const finish = async (index: number): Promise<void> => {
    done.get(index)?.(10 * index)
    await turn()
  }
  return { polled, cancelled, send, finish }
}

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

describe("an operation of many requests", () => {
  it("has so many of them under way at once", async () => {
    const { seen, send, answer } = service()
    const all = new OrderedRequests().run({ count: 7, order: "first last", concurrency: 3 }, send)
    await turn()
    expect(seen).toEqual([1, 2, 3])
    await answer(2)
    expect(seen).toEqual([1, 2, 3, 4])
    for (const number of [1, 3, 4, 5, 6]) await answer(number)
    expect(seen).toEqual([1, 2, 3, 4, 5, 6, 0])
    await answer(0)
    expect(await all).toEqual([0, 1, 2, 3, 4, 5, 6])
  })

  it("waits for so many results at once, in their order, and hands its turn on meanwhile", async () => {
    const { polled, send, finish } = patient()
    const order = new OrderedRequests()
    const all = order.run({ count: 5, order: "first last", concurrency: 2 }, send)
    const behind = order.run({}, (_, number) => send(number))
    expect(await all.requestId).toBe("request-0")
    await turn()
    expect(polled.sort()).toEqual([0, 1, 5])
    await finish(1)
    expect(polled).toEqual([0, 1, 5, 2])
    for (const index of [0, 2, 3, 4, 5]) await finish(index)
    expect([await all, await behind]).toEqual([[0, 10, 20, 30, 40], [50]])
  })

  it("tells the progress of all", async () => {
    const { send, finish } = patient()
    const all = new OrderedRequests().run({ count: 3, order: "first last", concurrency: 2 }, send)
    const seen: number[] = []
    const read = (async () => {
      for await (const { iteration } of all.progress()) seen.push(iteration)
    })()
    await turn()
    for (const index of [0, 1, 2]) await finish(index)
    await all
    await read
    expect(seen.sort()).toEqual([0, 1, 2])
  })

  it("that is cancelled ends the waits that are open and begins no more", async () => {
    const { polled, cancelled, send } = patient()
    const order = new OrderedRequests()
    const all = order.run({ count: 4, order: "first last", concurrency: 2 }, send)
    await turn()
    all.cancel(new Error("enough"))
    await expect(all).rejects.toThrow("enough")
    expect([polled, cancelled]).toEqual([
      [1, 0],
      [0, 1],
    ])
  })

  it("that is cancelled is sent to its end all the same", async () => {
    const { seen, send, answer } = service()
    const order = new OrderedRequests()
    const all = order.run({ count: 4, order: "first last", concurrency: 2 }, send)
    const next = order.run({}, send)
    await turn()
    all.cancel(new Error("enough"))
    await expect(all).rejects.toThrow("enough")
    for (const number of [1, 2, 3, 0, 4]) await answer(number)
    expect(await next).toEqual([4])
    expect(seen).toEqual([1, 2, 3, 0, 4])
  })

  it("fails as soon as one of them is refused, and is sent to its end all the same", async () => {
    const { seen, send, answer } = service()
    const order = new OrderedRequests()
    const refused = new PristineError("http", "no", { attempts: 1 })
    const all = order.run({ count: 4, concurrency: 1 }, (index, number) =>
      index === 1 ? Promise.reject(refused) : send(index, number),
    )
    const next = order.run({}, send)
    await turn()
    await answer(0)
    await expect(all).rejects.toBe(refused)
    for (const number of [2, 3, 4]) await answer(number)
    expect(await next).toEqual([4])
    expect(seen).toEqual([0, 2, 3, 4])
  })

  it.each(["one by one", "first last"] as const)("sends none where one is refused before: %s", async (sending) => {
    const { seen, send, answer } = service()
    const order = new OrderedRequests()
    const checked: number[] = []
    const check = async (index: number): Promise<void> => {
      await turn()
      checked.push(index)
      if (index === 2) throw new Error("bad")
    }
    const failed = order.run({ count: 4, order: sending, check }, send)
    const next = order.run({}, send)
    await expect(failed).rejects.toThrow("bad")
    await turn()
    await answer(0)
    expect(await next).toEqual([0])
    expect([checked, seen]).toEqual([[0, 1, 2], [0]]) // prettier-ignore
  })

  it("that is given up while it is checked leaves no gap", async () => {
    const { seen, send, answer } = service()
    const order = new OrderedRequests()
    let checks = 0
    const check = async (): Promise<void> => {
      checks += 1
      await turn()
    }
    const given = order.run({ count: 100, check }, send)
    const next = order.run({}, send)
    given.cancel(new Error("enough"))
    await expect(given).rejects.toThrow("enough")
    await turn()
    await answer(0)
    expect(await next).toEqual([0])
    expect(seen).toEqual([0])
    expect(checks).toBeLessThan(3)
  })

  it("of one part is not checked: it leaves no gap", async () => {
    const { send, answer } = service()
    const refuse = (): never => {
      throw new Error("unused")
    }
    const one = new OrderedRequests().run({ check: refuse }, send)
    await turn()
    await answer(0)
    expect(await one).toEqual([0])
  })

  it.each([0, 1.5])("refuses the concurrency %d", async (concurrency) => {
    const { send } = patient()
    await expect(new OrderedRequests().run({ count: 2, concurrency }, send)).rejects.toMatchObject({ code: "input" })
  })
})

describe("a number whose request failed", () => {
  const refused = (): Promise<SubmittedFuture<number>> =>
    Promise.reject(new PristineError("http", "no", { attempts: 1 }))

  it("is told of when something goes out behind it, once", async () => {
    const { send } = patient()
    const gaps: number[] = []
    const order = new OrderedRequests(1, { onGap: (number) => gaps.push(number) })
    await expect(order.run({ count: 3 }, (index) => (index === 1 ? refused() : send(index)))).rejects.toThrow("no")
    await turn()
    expect(gaps).toEqual([])
    await order.run({}, (_, number) => send(number)).submitted
    await order.run({}, (_, number) => send(number)).submitted
    expect(gaps).toEqual([2])
  })

  it("is told of across operations that hold a place together", async () => {
    const { send } = patient()
    const gaps: number[] = []
    const order = new OrderedRequests(1, { onGap: (number) => gaps.push(number) })
    await expect(order.run({}, refused)).rejects.toThrow("no")
    const both = order.together(async (within) => {
      await within.run({}, (_, number) => send(number)).submitted
      return { last: within.run({}, refused) }
    })
    await expect(both).rejects.toThrow("no")
    expect(gaps).toEqual([1])
    await order.run({}, (_, number) => send(number)).submitted
    expect(gaps).toEqual([1, 3])
  })

  it("is none where it never went out: what comes after has it", async () => {
    const { send } = patient()
    const gaps: number[] = []
    const order = new OrderedRequests(1, { onGap: (number) => gaps.push(number) })
    await expect(order.run({}, unsendable)).rejects.toThrow("cannot be sent")
    await order.run({}, (_, number) => send(number)).submitted
    expect(gaps).toEqual([])
  })
})

describe("what is no signal", () => {
  const wrong = new AbortController() as unknown as AbortSignal

  it.each<[name: string, call: (order: OrderedRequests) => unknown]>([
    ["of requests", (order) => order.run({ signal: wrong }, unsendable)],
    ["of several operations", (order) => order.together(() => Promise.reject(new Error("no")), { signal: wrong })],
  ])("%s is refused before a number is kept for it", async (_, call) => {
    const order = new OrderedRequests()
    expect(() => call(order)).toThrow(expect.objectContaining({ code: "input" }))
    const { seen, send, answer } = service()
    const next = order.run({}, send)
    await turn()
    await answer(0)
    expect(await next).toEqual([0])
    expect(seen).toEqual([0])
  })
})

it("a request that throws at once fails alone, and the next goes out", async () => {
  const order = new OrderedRequests()
  const broken = order.run({}, () => {
    throw new TypeError("at once")
  })
  await expect(broken).rejects.toThrow("at once")
  const { send, answer } = service()
  const next = order.run({}, send)
  await turn()
  await answer(1)
  expect(await next).toEqual([1])
})
