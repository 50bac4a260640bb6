import { describe, expect } from "vitest"
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
