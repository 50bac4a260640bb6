import fc from "fast-check"
import { describe, expect } from "vitest"
import { createByteSemaphore } from "../../../src/adapters/semaphore/byte-semaphore.ts"
import { createCountingSemaphore } from "../../../src/adapters/semaphore/counting-semaphore.ts"
import type { FifoSemaphore } from "../../../src/adapters/semaphore/fifo-semaphore.ts"
import type { Release } from "../../../src/ports/rate-limit.ts"
import { it } from "../../test.ts"

const turn = () => new Promise((resolve) => setImmediate(resolve))

/** Acquires and notes in which order that was granted. */
function track(semaphore: FifoSemaphore) {
  const granted: string[] = []
  const releases = new Map<string, Release>()
  const acquire = (name: string, weight = 1, signal?: AbortSignal) => {
    const acquired = semaphore.acquire(weight, signal).then((release) => {
      granted.push(name)
      releases.set(name, release)
    })
    acquired.catch(() => undefined)
    return acquired
  }
  return { granted, acquire, release: (name: string) => releases.get(name)?.() }
}

describe.each([
  ["counting", createCountingSemaphore(2), 1],
  ["bytes", createByteSemaphore(1), 1],
])("D43 %s semaphore", (_, semaphore, weight) => {
  it("serves waiters in order", async () => {
    const { acquire, granted, release } = track(semaphore)
    for (const name of ["a", "b", "c", "d", "e"]) void acquire(name, weight)
    await turn()
    expect([granted, semaphore.waiting]).toEqual([["a", "b"], 3])
    release("b")
    release("a")
    await turn()
    expect(granted).toEqual(["a", "b", "c", "d"])
    for (const name of ["c", "d", "d", "c"]) release(name)
    await turn()
    expect(granted).toEqual(["a", "b", "c", "d", "e"])
    release("e")
    expect([semaphore.waiting, semaphore.available]).toEqual([0, _ === "bytes" ? 1 : 2])
  })

  it("does not let a late comer overtake", async () => {
    const { acquire, granted, release } = track(semaphore)
    for (const name of ["a", "b", "c"]) void acquire(name, weight)
    await turn()
    release("a")
    void acquire("d", weight)
    await turn()
    expect(granted).toEqual(["a", "b", "c"])
    for (const name of ["b", "c"]) release(name)
    await turn()
    release("d")
  })

  it("frees an aborted waiter's place and keeps no listener", async () => {
    const { acquire, granted, release } = track(semaphore)
    const controller = new AbortController()
    await acquire("a", weight, controller.signal)
    await acquire("b", weight)
    const waiting = acquire("c", weight, controller.signal)
    void acquire("d", weight)
    controller.abort("enough")
    await expect(waiting).rejects.toBe("enough")
    await expect(semaphore.acquire(weight, controller.signal)).rejects.toBe("enough")
    expect(semaphore.waiting).toBe(1)
    release("a")
    await turn()
    expect(granted).toEqual(["a", "b", "d"])
    release("b")
    release("d")
  })

  it.each([-1, Number.NaN, Infinity])("refuses weight %d", async (bad) => {
    await expect(semaphore.acquire(bad)).rejects.toMatchObject({
      code: bad === Infinity && _ === "counting" ? "limit" : "config",
    })
  })
})

describe("D43 counting semaphore", () => {
  it.each([0, -1, 1.5, Number.NaN])("needs a whole number of permits, not %d", (permits) => {
    expect(() => createCountingSemaphore(permits)).toThrow(/at least 1 permit/)
  })

  it("does not starve a heavy waiter", async () => {
    const { acquire, granted, release } = track(createCountingSemaphore(3))
    await acquire("light", 1)
    void acquire("heavy", 3)
    void acquire("later", 1)
    await turn()
    expect(granted).toEqual(["light"])
    release("light")
    await turn()
    expect(granted).toEqual(["light", "heavy"])
    release("heavy")
    await turn()
    expect(granted).toEqual(["light", "heavy", "later"])
  })

  it("lets the rest pass when a heavy waiter gives up", async () => {
    const { acquire, granted } = track(createCountingSemaphore(3))
    const controller = new AbortController()
    await acquire("first", 2)
    void acquire("heavy", 2, controller.signal)
    void acquire("light", 1)
    controller.abort()
    await turn()
    expect(granted).toEqual(["first", "light"])
  })

  it("says at once what can never be granted", async () => {
    await expect(createCountingSemaphore(3).acquire(4)).rejects.toMatchObject({ code: "limit" })
  })
})

describe("D43 byte semaphore", () => {
  it.each<[name: string, budget: number, weights: number[], admitted: number]>([
    ["one that is larger than the budget", 10, [50, 1], 1],
    ["the next at a balance of 0", 10, [10, 1, 1], 2],
    ["everything without weight until the balance is negative", 10, [0, 0, 11, 0], 3],
    ["with no budget, one at a time", 0, [1, 1, 1], 1],
  ])("admits %s", async (_, budget, weights, admitted) => {
    const { acquire, granted } = track(createByteSemaphore(budget))
    weights.forEach((weight, index) => void acquire(String(index), weight))
    await turn()
    expect(granted).toHaveLength(admitted)
  })

  it.each([-1, Number.NaN])("needs a budget of 0 or more, not %d", (budget) => {
    expect(() => createByteSemaphore(budget)).toThrow(/0 or more/)
  })
})

describe("a queue with an end", () => {
  const makers: [name: string, create: (maxQueue: number) => FifoSemaphore][] = [
    ["counting", (maxQueue) => createCountingSemaphore(1, { maxQueue })],
    ["bytes", (maxQueue) => createByteSemaphore(0, { maxQueue })],
  ]
  const rows = makers.flatMap(([name, create]) => [0, 1, 3].map((maxQueue) => [name, maxQueue, create] as const))

  it.each(rows)("D46 %s: one more than %i waiters is refused at once", async (_, maxQueue, create) => {
    const semaphore = create(maxQueue)
    const { acquire, granted, release } = track(semaphore)
    await acquire("first")
    const waiting = Array.from({ length: maxQueue }, (_each, index) => acquire(`waiter ${index}`))
    await expect(semaphore.acquire(1)).rejects.toMatchObject({ code: "limit", phase: "admission", retryable: true })
    expect(semaphore.waiting).toBe(maxQueue)
    release("first")
    for (const [index, each] of waiting.entries()) {
      await each
      release(`waiter ${index}`)
    }
    expect(granted).toHaveLength(maxQueue + 1)
    ;(await semaphore.acquire(1))()
  })

  it.each(makers)("D46 %s: who leaves makes room", async (_, create) => {
    const { acquire, release } = track(create(1))
    const controller = new AbortController()
    await acquire("first")
    const left = acquire("left", 1, controller.signal)
    controller.abort("enough")
    await expect(left).rejects.toBe("enough")
    const next = acquire("next")
    release("first")
    await next
    release("next")
  })

  it.each([-1, 1.5, Number.NaN])("D46 %d is no length of a queue", (maxQueue) => {
    for (const [, create] of makers) expect(() => create(maxQueue)).toThrow(/maxQueue/)
  })
})

describe("D44 against a model", () => {
  type Step =
    { readonly do: "acquire"; readonly weight: number } | { readonly do: "release" | "abort"; readonly pick: number }
  const step: fc.Arbitrary<Step> = fc.oneof(
    { weight: 3, arbitrary: fc.record({ do: fc.constant("acquire" as const), weight: fc.nat(6) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant("release" as const), pick: fc.nat(50) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("abort" as const), pick: fc.nat(50) }) },
  )
  const rules: [
    name: string,
    create: () => FifoSemaphore,
    capacity: number,
    admits: (left: number, weight: number) => boolean,
  ][] = [
    ["counting", () => createCountingSemaphore(6), 6, (left, weight) => left >= weight],
    ["bytes", () => createByteSemaphore(6), 6, (left) => left >= 0],
  ]

  it.each(rules)("%s: grants in order, conserves permits, leaks nothing", async (_, create, capacity, admits) => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const semaphore = create()
        const granted: number[] = []
        const releases = new Map<number, Release>()
        const controllers: AbortController[] = []
        // The model: who holds, who waits.
        let left = capacity
        const weights: number[] = []
        const holding: number[] = []
        const modelGranted: number[] = []
        let queue: number[] = []
        const admit = () => {
          while (queue[0] !== undefined && admits(left, weights[queue[0]] ?? 0)) {
            const next = queue.shift() ?? 0
            left -= weights[next] ?? 0
            holding.push(next)
            modelGranted.push(next)
          }
        }
        for (const each of steps) {
          if (each.do === "acquire") {
            const id = weights.push(each.weight) - 1
            const controller = new AbortController()
            controllers.push(controller)
            semaphore.acquire(each.weight, controller.signal).then(
              (release) => {
                granted.push(id)
                releases.set(id, release)
              },
              () => undefined,
            )
            queue.push(id)
          } else if (each.do === "release" && holding.length > 0) {
            const [id = 0] = holding.splice(each.pick % holding.length, 1)
            left += weights[id] ?? 0
            releases.get(id)?.()
            releases.get(id)?.()
          } else if (each.do === "abort" && queue.length > 0) {
            const id = queue[each.pick % queue.length] ?? 0
            queue = queue.filter((waiting) => waiting !== id)
            controllers[id]?.abort()
          }
          admit()
          for (let tick = 0; tick < 4; tick++) await Promise.resolve()
          expect(granted).toEqual(modelGranted)
          expect([semaphore.available, semaphore.waiting]).toEqual([left, queue.length])
        }
        for (const id of holding) releases.get(id)?.()
        for (const controller of controllers) controller.abort()
      }),
      { numRuns: 200 },
    )
  })
})
