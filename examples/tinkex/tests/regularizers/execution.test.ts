import { VirtualClock } from "pristine-runtime/testing"
import { describe, expect } from "vitest"
import {
  l1,
  lossReport,
  regularizedLoss,
  structuredLoss,
  tensor,
  type ExecutionOptions,
  type LossEvent,
  type Penalty,
  type Regularizer,
  type RegularizerInput,
  type WeightedRegularizer,
} from "../../src/regularizers/index.ts"
import { it } from "../test.ts"

const input = { data: [], logprobs: tensor([-1, -2]) }
const penalty = (loss: number): Penalty => ({ loss, gradient: Float64Array.of(3, 4), metrics: {} })

/** A part that ends when the test says so. */
function part(name: string, seen: string[] = []) {
  let resolve = (_: Penalty): void => undefined
  let reject = (_: unknown): void => undefined
  const done = new Promise<Penalty>((...both) => ([resolve, reject] = both))
  let signal: AbortSignal | undefined
  const regularizer: Regularizer = {
    name,
    compute(given: RegularizerInput) {
      seen.push(name)
      signal = given.signal
      return done
    },
  }
  return {
    weighted: { regularizer, weight: 2 },
    resolve: () => resolve(penalty(1)),
    reject,
    isAborted: () => signal?.aborted,
  }
}

const run = (parts: readonly { readonly weighted: WeightedRegularizer }[], options: ExecutionOptions) =>
  structuredLoss(
    input,
    undefined,
    parts.map(({ weighted }) => weighted),
    options,
  )

const settled = (promise: Promise<unknown>): Promise<unknown> => promise.catch((error: unknown) => error)

describe("parts of a loss", () => {
  it.each<[name: string, options: ExecutionOptions, begun: string[]]>([
    ["all at once", {}, ["a", "b", "c"]],
    ["two at a time", { maxConcurrent: 2 }, ["a", "b"]],
    ["one after the other", { parallel: false }, ["a"]],
  ])("are computed %s, with the same result", async (_, options, begun) => {
    const seen: string[] = []
    const clock = new VirtualClock()
    const parts = ["a", "b", "c"].map((name) => part(name, seen))
    const loss = run(parts, { clock, ...options })
    await clock.advance(0)
    expect(seen).toEqual(begun)
    for (const each of parts) {
      each.resolve()
      await clock.advance(0)
    }
    const { lossTotal, regularizers } = await loss
    expect(lossTotal).toBe(6)
    expect(Object.keys(regularizers)).toEqual(["a", "b", "c"])
    expect(regularizers["a"]?.gradNorm).toBe(5)
    expect(clock.pending).toBe(0)
  })

  it("are not begun after one that failed, one after the other", async () => {
    const seen: string[] = []
    const parts = [part("a", seen), part("b", seen)]
    const loss = settled(run(parts, { parallel: false }))
    const error = new Error("mine")
    parts[0]?.reject(error)
    expect(await loss).toBe(error)
    expect(seen).toEqual(["a"])
  })

  it("are told to end when another fails", async () => {
    const parts = [part("a"), part("b")]
    const loss = settled(run(parts, {}))
    const error = new Error("mine")
    parts[0]?.reject(error)
    expect(await loss).toBe(error)
    expect(parts[1]?.isAborted()).toBe(true)
    parts[1]?.reject(new Error("later"))
  })

  it.each<[timeoutMs: number | undefined, at: number]>([
    [undefined, 30_000],
    [50, 50],
  ])("may take so long: %s", async (timeoutMs, at) => {
    const clock = new VirtualClock()
    const slow = part("slow")
    const loss = settled(run([slow], { clock, ...(timeoutMs !== undefined && { timeoutMs }) }))
    await clock.advance(at - 1)
    expect(slow.isAborted()).toBe(false)
    await clock.advance(1)
    expect(await loss).toMatchObject({
      code: "timeout",
      message: `The regularizer slow took longer than ${at} milliseconds`,
    })
    expect(slow.isAborted()).toBe(true)
    expect(clock.pending).toBe(0)
  })

  it("end with the caller's signal", async () => {
    const abort = new AbortController()
    const slow = part("slow")
    const loss = settled(run([slow], { signal: abort.signal, timeoutMs: Infinity }))
    const reason = new Error("enough")
    abort.abort(reason)
    expect(await loss).toBe(reason)
    expect(slow.isAborted()).toBe(true)
    expect(await settled(run([slow], { signal: abort.signal }))).toBe(reason)
  })

  it.each<[name: string, parts: WeightedRegularizer[], options: ExecutionOptions, message: RegExp]>([
    ["without a name", [{ regularizer: l1(), weight: 1, name: " " }], {}, /needs a name/],
    ["at a concurrency of nothing", [{ regularizer: l1(), weight: 1 }], { maxConcurrent: 0 }, /maxConcurrent/],
  ])("are refused %s", async (_, parts, options, message) => {
    await expect(structuredLoss(input, undefined, parts, options)).rejects.toThrow(message)
  })
})

describe("events of a loss", () => {
  it("tell of its parts and of the whole", async () => {
    const events: LossEvent[] = []
    const clock = new VirtualClock()
    const slow = part("slow")
    const loss = run([slow], { clock, onEvent: (event) => events.push(event) })
    await clock.advance(40)
    slow.resolve()
    await loss
    expect(events).toEqual([
      { type: "loss:start", regularizerCount: 1 },
      { type: "regularizer:start", name: "slow", weight: 2 },
      { type: "regularizer:stop", name: "slow", weight: 2, durationMs: 40, value: 1, contribution: 2, gradNorm: 5 },
      {
        type: "loss:stop",
        regularizerCount: 1,
        durationMs: 40,
        lossTotal: 2,
        regularizerTotal: 2,
        totalGradNorm: 10,
      },
    ])
  })

  it("tell of failures, through a loss of a training client, too", async () => {
    const events: LossEvent[] = []
    const error = new Error("mine")
    const compute = (): never => {
      throw error
    }
    const regularizers = [{ regularizer: { name: "own", compute }, weight: 1 }]
    const clock = new VirtualClock()
    const loss = regularizedLoss({ regularizers, clock, onEvent: (event) => events.push(event) })
    expect(await settled(Promise.resolve(loss([], [Float32Array.of(-1)])))).toBe(error)
    expect(events.slice(2)).toEqual([
      { type: "regularizer:exception", name: "own", weight: 1, durationMs: 0, error },
      { type: "loss:exception", regularizerCount: 1, durationMs: 0, error },
    ])
  })
})

it("a report of a loss is plain JSON", async () => {
  const base = () => ({ ...penalty(10), metrics: { examples: 1 } })
  const loss = await structuredLoss(input, base, [{ regularizer: l1(), weight: 0.5 }])
  const report = lossReport(loss)
  expect(JSON.parse(JSON.stringify(report))).toEqual(report)
  expect(report).toEqual({
    loss_total: 11.5,
    regularizer_total: 1.5,
    total_grad_norm: loss.totalGradNorm,
    base_loss: { value: 10, grad_norm: 5, custom: { examples: 1 } },
    regularizers: {
      l1_sparsity: {
        value: 3,
        weight: 0.5,
        contribution: 1.5,
        grad_norm: Math.SQRT2,
        grad_norm_weighted: Math.SQRT2 / 2,
        custom: { l1_raw: 3, l1_mean: 1.5 },
      },
    },
  })
})
