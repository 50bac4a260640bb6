import { readFileSync } from "node:fs"
import { describe, expect } from "vitest"
import { combineOutputs } from "../../src/training/combine.ts"
import { reduceMetrics } from "../../src/training/metrics.ts"
import { float32 } from "../../src/data/tensors.ts"
import { hashUnordered } from "../../src/training/tuple-hash.ts"
import { golden } from "../golden.ts"
import { it } from "../test.ts"

const raw = readFileSync(new URL("../fixtures/tinker/python-golden.json", import.meta.url), "utf8")

/** The vectors hold 64-bit integers, which `JSON.parse` rounds. */
function exactHash(name: string, key: string): bigint {
  const vector = raw.slice(raw.indexOf(JSON.stringify(name), raw.indexOf('"combine"')))
  const expected = vector.slice(vector.indexOf('"expected"'))
  return BigInt(new RegExp(`"${key}":\\s*(-?\\d+)`).exec(expected)?.[1] ?? 0)
}

describe("golden combinations", () => {
  it.each(golden.combine)("$name", ({ name, parts, expected }) => {
    const combined = combineOutputs(
      parts.map(({ num_outputs, metrics }) => ({
        loss_fn_output_type: "T",
        loss_fn_outputs: Array.from({ length: num_outputs }, () => ({ x: float32([1]) })),
        metrics: metrics,
      })),
    )
    const rest = Object.entries(expected.metrics).filter(([key]) => !key.includes("hash_unordered"))
    expect(Object.keys(combined.metrics)).toEqual(rest.map(([key]) => key))
    for (const [key, value] of rest) expect(combined.metrics[key]).toBeCloseTo(value, 12)
    for (const [key, hash] of Object.entries(combined.hashes)) expect(hash).toBe(exactHash(name, key))
    expect(Object.keys(combined.hashes)).toHaveLength(Object.keys(expected.metrics).length - rest.length)
    expect(combined.loss_fn_outputs).toHaveLength(expected.num_outputs)
  })
})

it.each(golden.hash_unordered)("the hash of $values is $expected", ({ values, expected }) => {
  expect(String(hashUnordered(values))).toBe(expected)
})

describe("edges", () => {
  it.each(["loss", "a:b:sum"])("refuses the metric name %s", (name) => {
    expect(() => reduceMetrics([{ metrics: { [name]: 1 }, weight: 1 }])).toThrow(TypeError)
  })

  it("takes the plain mean when nothing has weight", () => {
    const part = (value: number) => ({ metrics: { "a:mean": value }, weight: 0 })
    expect(reduceMetrics([part(1), part(3)]).metrics).toEqual({ "a:mean": 2 })
  })

  it("drops inherited names and names of methods", () => {
    expect(reduceMetrics([{ metrics: { "a:constructor": 1, "b:sum": 2 }, weight: 1 }]).metrics).toEqual({ "b:sum": 2 })
  })

  it("keeps the type of the first part, and all outputs in order", () => {
    const part = (loss_fn_output_type: string, value: number) => {
      return { loss_fn_output_type, loss_fn_outputs: [{ x: float32([value]) }], metrics: {} }
    }
    const combined = combineOutputs([part("A", 1), part("B", 2)])
    expect(combined.loss_fn_output_type).toBe("A")
    expect(combined.loss_fn_outputs.map(({ x }) => Number(x?.data[0]))).toEqual([1, 2])
  })

  it("takes 200,000 parts", () => {
    const parts = Array.from({ length: 200_000 }, (_, index) => {
      return { metrics: { "a:max": index, "b:min": -index, "c:slack": index }, weight: 1 }
    })
    expect(reduceMetrics(parts).metrics).toEqual({ "a:max": 199_999, "b:min": -199_999, "c:slack": 99_999.5 })
  })

  it("refuses to combine nothing", () => {
    expect(() => combineOutputs([])).toThrow(TypeError)
  })
})
