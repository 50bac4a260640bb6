import fc from "fast-check"
import { describe, expect } from "vitest"
import { BatchReporter, type BatchReporterOptions } from "../../../src/adapters/telemetry/batch-reporter.ts"
import { VirtualClock } from "../../../src/testing/virtual-clock.ts"
import { it } from "../../test.ts"

type Options = Partial<BatchReporterOptions<number>>

/** A reporter whose deliveries succeed unless told otherwise. */
function start(options: Options = {}, outcome: (batch: readonly number[], count: number) => unknown = () => undefined) {
  const clock = new VirtualClock()
  const sent: (readonly number[])[] = []
  const lost: [items: readonly number[], reason: unknown][] = []
  const reporter = new BatchReporter<number>({
    clock,
    batchSize: 3,
    random: () => 0.5,
    backoff: { backoff: "constant", baseMs: 1000, maxMs: 1000, jitter: [1, 1] },
    onDrop: (items, reason) => lost.push([items, reason]),
    send: async (batch) => {
      sent.push(batch)
      await outcome(batch, sent.length)
    },
    ...options,
  })
  const add = (...items: number[]) => items.map((item) => reporter.add(item))
  return { add, clock, lost, reporter, sent }
}
const never = () => new Promise(() => undefined)
const fail = () => Promise.reject(new Error("down"))

describe("batches", () => {
  it("goes out when it is full", async () => {
    const { add, clock, reporter, sent } = start()
    add(1, 2, 3, 4)
    await clock.advance(0)
    expect([sent, reporter.queued]).toEqual([[[1, 2, 3]], 1])
  })

  it("goes out when its first item waited long enough", async () => {
    const { add, clock, sent } = start()
    add(1)
    await clock.advance(4999)
    add(2)
    expect(sent).toEqual([])
    await clock.advance(1)
    expect(sent).toEqual([[1, 2]])
    expect(clock.pending).toBe(0)
  })

  it("waits anew for what came while one was under way", async () => {
    let release = () => undefined as unknown
    const { add, clock, sent } = start({}, (_, count) =>
      count === 1 ? new Promise((resolve) => (release = () => resolve(0))) : 0,
    )
    add(1, 2, 3)
    await clock.advance(0)
    add(4)
    await clock.advance(10_000)
    expect(sent).toHaveLength(1)
    release()
    await clock.advance(4999)
    expect(sent).toHaveLength(1)
    await clock.advance(1)
    expect(sent).toEqual([[1, 2, 3], [4]])
  })

  it("sends one at a time, in order", async () => {
    const { add, clock, sent } = start()
    add(1, 2, 3, 4, 5, 6, 7)
    await clock.advance(5000)
    expect(sent).toEqual([[1, 2, 3], [4, 5, 6], [7]])
  })

  it("arms background timers only", () => {
    const seen: unknown[] = []
    const { add } = start({
      clock: {
        now: () => 0,
        wallTime: () => 0,
        schedule: (_, _callback, options) => {
          seen.push(options)
          return () => undefined
        },
      },
    })
    add(1)
    expect(seen).toEqual([{ background: true }])
  })
})

describe("overflow", () => {
  it.each<[overflow: "oldest" | "newest", kept: number[], lost: number[], answers: boolean[]]>([
    ["oldest", [3, 4], [1, 2], [true, true, true, true]],
    ["newest", [1, 2], [3, 4], [true, true, false, false]],
  ])("drops the %s and counts", async (overflow, kept, dropped, answers) => {
    const { add, clock, lost, reporter, sent } = start({ overflow, capacity: 2, batchSize: 10 })
    expect(add(1, 2, 3, 4)).toEqual(answers)
    await clock.advance(5000)
    expect([sent, lost.flatMap(([items]) => items), reporter.dropped]).toEqual([[kept], dropped, 2])
    expect(lost.every(([, reason]) => reason === "full")).toBe(true)
  })
})

describe("failures", () => {
  it("tries again with a wait, then goes on", async () => {
    const { add, clock, reporter, sent } = start({}, (_, count) => (count < 3 ? fail() : undefined))
    add(1, 2, 3, 4)
    await clock.advance(2000)
    expect(sent).toEqual([
      [1, 2, 3],
      [1, 2, 3],
      [1, 2, 3],
    ])
    await clock.advance(5000)
    expect([sent.at(-1), reporter.dropped]).toEqual([[4], 0])
  })

  it("drops a batch after so many, and tells why", async () => {
    const { add, clock, lost, reporter, sent } = start({ maxAttempts: 2 }, (batch) => (batch[0] === 1 ? fail() : 0))
    add(1, 2, 3, 4, 5, 6)
    await clock.advance(1000)
    expect(sent).toEqual([
      [1, 2, 3],
      [1, 2, 3],
      [4, 5, 6],
    ])
    expect([lost, reporter.dropped]).toEqual([[[[1, 2, 3], new Error("down")]], 3])
  })

  it("never gives up where that is asked for", async () => {
    const { add, clock, sent } = start({ maxAttempts: Infinity }, fail)
    add(1, 2, 3)
    await clock.advance(100_000)
    expect(sent).toHaveLength(101)
  })

  it("takes a sender that throws for one that rejects", async () => {
    const { add, clock, reporter } = start({
      maxAttempts: 1,
      send: () => {
        throw new Error("at once")
      },
    })
    add(1, 2, 3)
    await clock.advance(0)
    expect(reporter.dropped).toBe(3)
  })

  it("goes on when nobody can be told of a loss", async () => {
    const { add, clock, reporter } = start({
      capacity: 1,
      onDrop: () => {
        throw new Error("listener")
      },
    })
    expect(add(1, 2)).toEqual([true, true])
    await clock.advance(5000)
    expect([reporter.dropped, reporter.queued]).toEqual([1, 0])
  })

  it("gives up a delivery that hangs, and tells it", async () => {
    let signal: AbortSignal | undefined
    const { add, clock, reporter } = start({
      maxAttempts: 1,
      send: async (_, given) => {
        signal = given
        await never()
      },
    })
    add(1, 2, 3)
    await clock.advance(29_999)
    expect(signal?.aborted).toBe(false)
    await clock.advance(1)
    expect([signal?.aborted, reporter.dropped, clock.pending]).toEqual([true, 3, 0])
  })
})

describe("flush", () => {
  it("resolves when what was added before is out", async () => {
    const { add, reporter, sent } = start()
    add(1, 2)
    await reporter.flush()
    expect(sent).toEqual([[1, 2]])
    await reporter.flush()
  })

  it("is a barrier while a delivery is tried again", async () => {
    const { add, clock, reporter, sent } = start({}, (_, count) => (count === 1 ? fail() : undefined))
    add(1, 2, 3)
    await clock.advance(0)
    add(4)
    let flushed = false
    const flush = reporter.flush().then(() => (flushed = true))
    await clock.advance(999)
    expect(flushed).toBe(false)
    await clock.advance(1)
    await flush
    expect(sent.at(-1)).toEqual([4])
  })

  it("does not wait for what was added later", async () => {
    const { add, clock, reporter, sent } = start({ batchSize: 1 }, (_, count) => (count === 2 ? never() : undefined))
    add(1)
    const flush = reporter.flush()
    add(2)
    await flush
    expect(sent[0]).toEqual([1])
    const closing = reporter.close(10)
    await clock.advance(10)
    await closing
  })

  it("counts what is dropped as settled", async () => {
    const { add, reporter } = start({ maxAttempts: 1 }, fail)
    add(1)
    await reporter.flush()
    expect(reporter.dropped).toBe(1)
  })

  it("ends with its signal, and the delivery goes on", async () => {
    const { add, clock, reporter, sent } = start({}, (_, count) => (count === 1 ? fail() : undefined))
    const controller = new AbortController()
    add(1)
    const flush = reporter.flush(controller.signal)
    const rejected = expect(flush).rejects.toBe("enough")
    controller.abort("enough")
    await rejected
    add(2)
    await expect(reporter.flush(controller.signal)).rejects.toBe("enough")
    await clock.advance(6000)
    expect(sent).toEqual([[1], [1], [2]])
  })
})

describe("close", () => {
  it("delivers what is left and takes nothing more", async () => {
    const { add, clock, lost, reporter, sent } = start()
    add(1, 2, 3, 4)
    expect(await reporter.close()).toEqual({ dropped: 0 })
    expect([sent, add(5), lost]).toEqual([[[1, 2, 3], [4]], [false], [[[5], "closed"]]])
    expect(await reporter.close()).toEqual({ dropped: 1 })
    expect(clock.pending).toBe(0)
  })

  it.each<[name: string, outcome: () => Promise<unknown>]>([
    ["a delivery that hangs", never],
    ["a service that is down", fail],
  ])("is not held up by %s", async (_, outcome) => {
    const { add, clock, reporter } = start({ maxAttempts: Infinity }, outcome)
    add(1, 2, 3, 4)
    const closing = reporter.close(2500)
    await clock.advance(2500)
    expect(await closing).toMatchObject({ dropped: expect.any(Number) as number })
    await clock.advance(0)
    expect([reporter.dropped, reporter.queued, clock.pending]).toEqual([4, 0, 0])
  })

  it("happens at the end of a block", async () => {
    const { add, reporter, sent } = start()
    {
      await using scope = reporter
      scope.add(1)
      add(2)
    }
    expect(sent).toEqual([[1, 2]])
  })
})

it.each<[options: Options]>([[{ batchSize: 0 }], [{ capacity: 0 }], [{ maxAttempts: 0 }], [{ batchSize: Number.NaN }]])(
  "refuses %j",
  (options) => {
    expect(() => start(options)).toThrow(expect.objectContaining({ code: "config" }))
  },
)

it("accounts for every item: sent, dropped or queued, and in order", async () => {
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.record({ add: fc.integer({ min: 1, max: 5 }) }) },
    { weight: 1, arbitrary: fc.record({ wait: fc.constantFrom(1, 500, 5000) }) },
  )
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), fc.array(fc.boolean()), async (steps, outcomes) => {
      const delivered: number[] = []
      let deliveries = 0
      const { add, clock, reporter, lost } = start({
        capacity: 4,
        maxAttempts: 2,
        send: (batch) => {
          if (outcomes[deliveries++ % (outcomes.length + 1)] === false) return fail()
          delivered.push(...batch)
          return Promise.resolve()
        },
      })
      let next = 0
      for (const each of steps) {
        if ("wait" in each) await clock.advance(each.wait)
        else for (let index = 0; index < each.add; index++) add(next++)
      }
      await clock.advance(60_000)
      const dropped = lost.flatMap(([items]) => items)
      expect([...delivered, ...dropped].sort((one, other) => one - other)).toEqual(
        Array.from({ length: next }, (_, i) => i),
      )
      expect(delivered).toEqual(delivered.toSorted((one, other) => one - other))
      expect([reporter.queued, reporter.dropped, clock.pending]).toEqual([0, dropped.length, 0])
    }),
    { numRuns: 50 },
  )
})
