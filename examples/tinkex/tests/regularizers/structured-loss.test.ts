import { VirtualClock } from "pristine-runtime/testing"
import { describe, expect } from "vitest"
import { datum } from "../../src/data/datum.ts"
import { ModelInput } from "../../src/data/model-input.ts"
import {
  l1,
  l2,
  regularizedLoss,
  structuredLoss,
  tensor,
  type BaseLoss,
  type Regularizer,
  type StructuredLoss,
} from "../../src/regularizers/index.ts"
import { it } from "../test.ts"

const input = { data: [datum(ModelInput.fromInts([1]), { weights: [1] })], logprobs: tensor([-1, -2]) }
const base: BaseLoss = ({ logprobs }) => ({
  loss: 10,
  gradient: logprobs.data.map(() => 3),
  metrics: { examples: 1 },
})

function penalty(loss: number, gradient: readonly number[]): Regularizer {
  return { name: "own", compute: () => ({ loss, gradient: Float64Array.from(gradient), metrics: {} }) }
}

describe("the base of a structured loss", () => {
  /** Waits for ever, and tells what became of its signal. */
  const waiting = () => {
    let given: AbortSignal | undefined
    const base: BaseLoss = ({ signal }) => {
      given = signal
      return new Promise(() => undefined)
    }
    return { base, signal: () => given }
  }

  it("has the time that the other parts have", async () => {
    const clock = new VirtualClock()
    const { base, signal } = waiting()
    const failed = expect(structuredLoss(input, base, [], { clock, timeoutMs: 500 })).rejects.toMatchObject({
      code: "timeout",
      message: "The base loss took longer than 500 milliseconds",
    })
    await clock.advance(500)
    await failed
    expect([signal()?.aborted, clock.pending]).toEqual([true, 0])
  })

  it("ends with the whole", async () => {
    const clock = new VirtualClock()
    const { base, signal } = waiting()
    const abort = new AbortController()
    const reason = new Error("enough")
    const failed = expect(structuredLoss(input, base, [], { clock, signal: abort.signal })).rejects.toBe(reason)
    abort.abort(reason)
    await failed
    expect([signal()?.reason, clock.pending]).toEqual([reason, 0])
  })

  it("does not begin where that has ended", async () => {
    const { base, signal } = waiting()
    const reason = new Error("before")
    await expect(structuredLoss(input, base, [], { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    expect(signal()).toBeUndefined()
  })
})

describe("a structured loss", () => {
  it("adds up its parts and their derivatives", async () => {
    const loss = await structuredLoss(input, base, [
      { regularizer: l1(), weight: 0.5 },
      { regularizer: l2(), weight: -1, name: "decay" },
    ])
    expect(loss).toMatchObject({
      lossTotal: 10 + 0.5 * 3 - 5,
      baseLoss: { value: 10, gradNorm: expect.closeTo(Math.hypot(3, 3)) as number, custom: { examples: 1 } },
      regularizerTotal: -3.5,
      regularizers: {
        l1_sparsity: {
          value: 3,
          weight: 0.5,
          contribution: 1.5,
          gradNorm: expect.closeTo(Math.SQRT2) as number,
          gradNormWeighted: expect.closeTo(Math.SQRT1_2) as number,
        },
        decay: {
          value: 5,
          weight: -1,
          contribution: -5,
          gradNorm: expect.closeTo(Math.hypot(2, 4)) as number,
          custom: { l2_raw: 5 },
        },
      },
    })
    expect([...loss.gradient]).toEqual([3 - 0.5 + 2, 3 - 0.5 + 4])
    expect(loss.totalGradNorm).toBeCloseTo(Math.hypot(4.5, 6.5))
  })

  it("may be of regularizers alone, or of none", async () => {
    expect(await structuredLoss(input, undefined, [{ regularizer: l1(), weight: 1 }])).toMatchObject({ lossTotal: 3 })
    const nothing = await structuredLoss(input, base, [])
    expect(nothing).toMatchObject({ lossTotal: 10, regularizerTotal: 0, regularizers: {} })
    expect(nothing.totalGradNorm).toBe(nothing.baseLoss?.gradNorm)
  })

  it("computes its parts beside each other", async () => {
    const seen: string[] = []
    const part = (name: string, waits: Promise<void>) => ({
      weight: 1,
      regularizer: {
        name,
        async compute() {
          seen.push(`${name} begins`)
          await waits
          return { loss: 1, gradient: new Float64Array(2), metrics: {} }
        },
      },
    })
    let resolve = (): void => undefined
    const waits = new Promise<void>((settle) => (resolve = settle))
    const loss = structuredLoss(input, undefined, [part("a", waits), part("b", Promise.resolve())])
    expect(seen).toEqual(["a begins", "b begins"])
    resolve()
    await expect(loss).resolves.toMatchObject({ lossTotal: 2 })
  })

  it.each<[name: string, parts: Parameters<typeof structuredLoss>[2], message: RegExp]>([
    ["one name twice", [l1(), l1()].map((regularizer) => ({ regularizer, weight: 1 })), /called l1_sparsity/],
    ["no number as a weight", [{ regularizer: l1(), weight: NaN }], /weight of l1_sparsity is NaN/],
    [
      "a gradient of another length",
      [
        {
          weight: 1,
          regularizer: { name: "own", compute: () => ({ loss: 1, gradient: new Float64Array(1), metrics: {} }) },
        },
      ],
      /gradient of own has 1 values for 2/,
    ],
    ["no number as a value", [{ weight: 0, regularizer: penalty(NaN, [0, 0]) }], /value of own is not a finite number/],
    [
      "an infinite derivative",
      [{ weight: 1, regularizer: penalty(1, [0, Infinity]), name: "mine" }],
      /gradient of mine is not a finite number at position 1/,
    ],
  ])("refuses %s", async (_, parts, message) => {
    await expect(structuredLoss(input, base, parts)).rejects.toThrow(message)
  })
})

describe("the base of a loss", () => {
  it("must be a finite number", async () => {
    const loss = structuredLoss(input, (given) => penalty(Infinity, [0, 0]).compute(given), [])
    await expect(loss).rejects.toThrow("The value of the base loss is not a finite number")
  })
})

describe("the length of a derivative", () => {
  const logprobs = tensor([1, 2, 3])
  const of = (loss: number, gradient: (value: number) => number): BaseLoss => {
    return ({ logprobs }) => ({ loss, gradient: logprobs.data.map(gradient), metrics: {} })
  }
  const sumOf = of(6, () => 1)
  const squares = of(14, (value) => 2 * value)
  const mean = of(2, () => 1 / 3)

  it.each<[name: string, base: BaseLoss, squared: number]>([
    ["a sum", sumOf, 3],
    ["a sum of squares", squares, 4 + 16 + 36],
    ["a mean", mean, 1 / 3],
    ["a constant", of(5, () => 0), 0],
  ])("is known of %s", async (_, base, squared) => {
    const { baseLoss, totalGradNorm } = await structuredLoss({ data: [], logprobs }, base, [])
    expect(baseLoss?.gradNorm).toBeCloseTo(Math.sqrt(squared), 12)
    expect(totalGradNorm).toBe(baseLoss?.gradNorm)
  })

  it("is that of the sum, and not the sum of the lengths", async () => {
    const parts = [{ regularizer: { name: "squares", compute: squares }, weight: 0.5 }]
    const { totalGradNorm, lossTotal } = await structuredLoss({ data: [], logprobs }, sumOf, parts)
    expect(lossTotal).toBe(6 + 7)
    // Derivatives of 2, 3 and 4.
    expect(totalGradNorm).toBeCloseTo(Math.sqrt(29), 12)
  })
})

describe("a regularizer that fails", () => {
  const failure = new RangeError("no such field")
  it.each<[name: string, compute: Regularizer["compute"]]>([
    [
      "at once",
      () => {
        throw failure
      },
    ],
    ["later", () => Promise.reject(failure)],
  ])("fails the loss with its own error: %s", async (_, compute) => {
    const parts = [
      { regularizer: l1(), weight: 1 },
      { regularizer: { name: "own", compute }, weight: 1 },
    ]
    await expect(structuredLoss(input, base, parts)).rejects.toBe(failure)
    await expect(regularizedLoss({ base, regularizers: parts })(input.data, [Float32Array.of(-1)])).rejects.toBe(
      failure,
    )
  })
})

describe("a regularized loss", () => {
  const losses = (): { readonly told: StructuredLoss[]; readonly loss: ReturnType<typeof regularizedLoss> } => {
    const told: StructuredLoss[] = []
    const regularizers = [{ regularizer: l1(), weight: 2 }]
    return { told, loss: regularizedLoss({ base, regularizers, onLoss: (each) => told.push(each) }) }
  }

  it.each<[name: string, logprobs: readonly Float32Array[], gradients: readonly (readonly number[])[]]>([
    ["of one length", [Float32Array.of(-1, -2), Float32Array.of(-3, -4)], [[1, 1], [1, 1]]], // prettier-ignore
    ["of different lengths", [Float32Array.of(-1), Float32Array.of(-3, -4)], [[1], [1, 1]]],
  ])("gives each of the examples %s its part of the gradient", async (_, logprobs, gradients) => {
    const { told, loss } = losses()
    const result = await loss(input.data, logprobs)
    expect(result.gradients.map((each) => Array.from(each))).toEqual(gradients)
    const total = logprobs.flatMap((each) => [...each]).reduce((sum, value) => sum + Math.abs(value), 0)
    expect(result.metrics).toMatchObject({ loss: 10 + 2 * total, regularizer_total: 2 * total, l1_sparsity: total })
    expect(told).toHaveLength(1)
  })
})
