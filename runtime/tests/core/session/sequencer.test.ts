import fc from "fast-check"
import { describe, expect } from "vitest"
import { Sequencer } from "../../../src/core/session/sequencer.ts"
import { it } from "../../test.ts"
import { rejection } from "../fixture.ts"

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe("turns", () => {
  it("begin in the order of reservation, whatever the order of asking", async () => {
    const sequencer = new Sequencer(1)
    const ranges = [sequencer.reserve(), sequencer.reserve(3), sequencer.reserve()]
    expect(ranges.map(({ from, to }) => [from, to])).toEqual([
      [1, 1],
      [2, 4],
      [5, 5],
    ])
    const order: number[] = []
    const send = (range: { from: number; to: number }): Promise<void> =>
      sequencer.run(range, async () => {
        order.push(range.from)
        await settle()
        order.push(-range.from)
      })
    await Promise.all([...ranges].reverse().map(send))
    expect(order).toEqual([1, -1, 2, -2, 5, -5])
  })

  it("end also when the work fails", async () => {
    const sequencer = new Sequencer()
    const [first, second] = [sequencer.reserve(), sequencer.reserve()]
    const failed = sequencer.run(first, () => Promise.reject(new Error("mine")))
    expect([await sequencer.run(second, () => Promise.resolve("sent")), await rejection(failed)]).toEqual([
      "sent",
      new Error("mine"),
    ])
  })

  it("end once: a second release changes nothing", async () => {
    const sequencer = new Sequencer()
    const ranges = [sequencer.reserve(), sequencer.reserve(), sequencer.reserve()]
    const release = await sequencer.take(ranges[0] ?? { from: 0, to: 0 })
    release()
    release()
    const held = await sequencer.take(ranges[1] ?? { from: 1, to: 1 })
    let third = false
    const waiting = sequencer.take(ranges[2] ?? { from: 2, to: 2 }).then((next) => {
      third = true
      next()
    })
    await settle()
    expect(third).toBe(false)
    held()
    await waiting
  })

  it.each(["before it asks", "while it waits"])("that are aborted %s are given away", async (when) => {
    const sequencer = new Sequencer()
    const [first, second, third] = [sequencer.reserve(), sequencer.reserve(), sequencer.reserve()]
    const controller = new AbortController()
    const release = await sequencer.take(first)
    if (when === "before it asks") controller.abort("enough")
    const aborted = rejection(sequencer.take(second, controller.signal))
    controller.abort("enough")
    expect(await aborted).toBe("enough")
    const last = sequencer.run(third, () => Promise.resolve("sent"))
    release()
    expect(await last).toBe("sent")
  })

  it("that are withdrawn are passed over, and leave no gap", async () => {
    const sequencer = new Sequencer()
    const ranges = [sequencer.reserve(2), sequencer.reserve(3), sequencer.reserve(2)] as const
    sequencer.withdraw(ranges[1])
    expect(ranges[2]).toMatchObject({ from: 2, to: 3 })
    sequencer.withdraw(ranges[0])
    expect(ranges[2]).toMatchObject({ from: 0, to: 1 })
    expect(sequencer.next).toBe(2)
    expect(await sequencer.run(ranges[2], () => Promise.resolve("sent"))).toBe("sent")
  })

  it.each([
    ["fewer", 1, 3],
    ["none", 0, 2],
    ["more", 5, 7],
  ])("that used %s of their numbers than were kept move those behind them", async (_, used, next) => {
    const sequencer = new Sequencer(2)
    const [kept, behind] = [sequencer.reserve(2), sequencer.reserve()]
    const end = await sequencer.take(kept)
    expect(behind.from).toBe(4)
    end(used)
    expect([behind.from, sequencer.next]).toEqual([next, next + 1])
  })

  it("that have begun cannot be withdrawn", async () => {
    const sequencer = new Sequencer()
    const [kept, behind] = [sequencer.reserve(), sequencer.reserve()]
    const end = await sequencer.take(kept)
    sequencer.withdraw(kept)
    expect(behind.from).toBe(1)
    end()
  })

  it("that are over cannot be taken again", async () => {
    const sequencer = new Sequencer()
    const range = sequencer.reserve()
    await sequencer.run(range, () => Promise.resolve())
    expect(await rejection(sequencer.take(range))).toMatchObject({ code: "input" })
  })

  it.each([0, -1, 1.5, Number.NaN])("a reservation of %d is refused", (count) => {
    expect(() => new Sequencer().reserve(count)).toThrow(expect.objectContaining({ code: "input" }))
  })

  it("hold in any history of sending, failing, aborting and withdrawing", async () => {
    const act = fc.record({
      count: fc.integer({ min: 1, max: 3 }),
      how: fc.constantFrom("ok", "fail", "abort", "withdraw"),
      rank: fc.nat(100),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 20 }), async (acts) => {
        const sequencer = new Sequencer()
        const order: number[] = []
        const turns = acts.map((one) => ({ ...one, range: sequencer.reserve(one.count) }))
        const work = [...turns]
          .sort((a, b) => a.rank - b.rank)
          .map(({ range, how }) => {
            if (how === "withdraw") {
              sequencer.withdraw(range)
              return Promise.resolve()
            }
            const signal = how === "abort" ? AbortSignal.abort() : undefined
            return sequencer
              .run(
                range,
                () => (order.push(range.from), how === "fail" ? Promise.reject(new Error("x")) : Promise.resolve()),
                signal,
              )
              .catch(() => undefined)
          })
        await Promise.all(work)
        let next = 0
        const want = turns
          .filter(({ how }) => how === "ok" || how === "fail")
          .map(({ count }) => (next += count) - count)
        expect([...order, sequencer.next]).toEqual([...want, next])
      }),
      { numRuns: 200 },
    )
  })
})
