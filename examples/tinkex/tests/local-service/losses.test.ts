import { describe, expect } from "vitest"
import { createRandom } from "../../local-service/seeded-random.ts"
import { losses } from "../../local-service/training/losses.ts"
import { it } from "../test.ts"

describe("a loss at one token", () => {
  it.each([
    { name: "cross entropy", lossFn: "cross_entropy", inputs: { weights: 2 }, value: 3, slope: -2 },
    { name: "cross entropy, no weight", lossFn: "cross_entropy", inputs: {}, value: 1.5, slope: -1 },
    { name: "cross entropy, weight 0", lossFn: "cross_entropy", inputs: { weights: 0 }, value: 0, slope: -0 },
    {
      name: "importance sampling, same policy",
      lossFn: "importance_sampling",
      inputs: { logprobs: -1.5, advantages: 2 },
      value: -2,
      slope: -2,
    },
    { name: "ppo inside the range", lossFn: "ppo", inputs: { logprobs: -1.5, advantages: 2 }, value: -2, slope: -2 },
    {
      name: "ppo above the range, good token: no more to gain",
      lossFn: "ppo",
      inputs: { logprobs: -2.5, advantages: 2 },
      value: -2.4,
      slope: 0,
    },
    {
      name: "ppo above the range, bad token: still punished",
      lossFn: "ppo",
      inputs: { logprobs: -2.5, advantages: -1 },
      value: Math.E,
      slope: Math.E,
    },
    {
      name: "ppo below the range, bad token",
      lossFn: "ppo",
      inputs: { logprobs: -0.5, advantages: -1 },
      value: 0.8,
      slope: 0,
    },
    {
      name: "cispo caps the weight and keeps the slope",
      lossFn: "cispo",
      inputs: { logprobs: -9.5, advantages: 1 },
      value: 6,
      slope: -4,
    },
    {
      name: "dro pulls back towards the old policy",
      lossFn: "dro",
      inputs: { logprobs: -0.5, advantages: 1 },
      config: { beta: 2 },
      value: 2.5,
      slope: -3,
    },
  ])("$name", ({ lossFn, inputs, config, value, slope }) => {
    const read = (name: string, fallback: number): number => new Map(Object.entries(inputs)).get(name) ?? fallback
    const term = losses.get(lossFn)?.evaluate(-1.5, read, config ?? {})
    expect(term?.value).toBeCloseTo(value, 10)
    expect(term?.slope).toBeCloseTo(slope, 10)
  })
})

/** What the slope of a loss is the derivative of, as a function of the logprob near `around`. */
const differentiated: Readonly<Record<string, (value: (logprob: number) => number, point: Point) => Surface>> = {
  cross_entropy: (value) => value,
  importance_sampling: (value) => value,
  ppo: (value) => value,
  dro: (value) => value,
  // The clipped ratio is a constant weight there: it stays what it is at the point.
  cispo:
    (_value, { around, old, advantage }) =>
    (logprob) =>
      -Math.min(Math.max(Math.exp(around - old), 0), 4) * advantage * logprob,
}

type Surface = (logprob: number) => number
interface Point {
  readonly around: number
  readonly old: number
  readonly advantage: number
}

describe("the slope of a loss", () => {
  it("is checked for every loss on offer", () => {
    expect(Object.keys(differentiated).sort()).toEqual([...losses.keys()].sort())
  })

  it.each(Object.keys(differentiated))("agrees with finite differences at hundreds of tokens: %s", (name) => {
    const random = createRandom(11)
    const step = 1e-6
    const edges = new Set<string>()
    for (let index = 0; index < 500; index++) {
      const point = { around: -8 * random.next(), old: 0, advantage: random.normal() }
      const old = point.around + 0.8 * random.normal()
      const ratio = Math.exp(point.around - old)
      // At an edge there is no derivative.
      if ([0.8, 1.2, 4].some((edge) => Math.abs(ratio - edge) < 1e-4)) continue
      edges.add(ratio < 0.8 ? "below" : ratio > 4 ? "far above" : ratio > 1.2 ? "above" : "within")
      const inputs: Readonly<Record<string, number>> = { logprobs: old, advantages: point.advantage, weights: 1.5 }
      const at = (logprob: number) =>
        losses.get(name)?.evaluate(logprob, (input, fallback) => inputs[input] ?? fallback, {}) ?? {
          value: NaN,
          slope: NaN,
        }
      const surface = differentiated[name]?.((logprob) => at(logprob).value, { ...point, old }) ?? (() => NaN)
      const measured = (surface(point.around + step) - surface(point.around - step)) / (2 * step)
      expect(at(point.around).slope).toBeCloseTo(measured, 4)
    }
    expect(edges).toEqual(new Set(["below", "within", "above", "far above"]))
  })
})
