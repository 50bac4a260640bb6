import { defineCheck } from "./define-check.ts"
import type { Check } from "./schema.ts"

type Number64 = number | bigint

export function minimum(limit: number): Check<Number64> {
  return defineCheck("min_value", `>=${limit}`, (value) => value >= limit, limit)
}

export function maximum(limit: number): Check<Number64> {
  return defineCheck("max_value", `<=${limit}`, (value) => value <= limit, limit)
}

export function exclusiveMinimum(limit: number): Check<Number64> {
  return defineCheck("gt_value", `>${limit}`, (value) => value > limit, limit)
}

export function exclusiveMaximum(limit: number): Check<Number64> {
  return defineCheck("lt_value", `<${limit}`, (value) => value < limit, limit)
}

/** A whole multiple, within the rounding of binary fractions: 0.3 is a multiple of 0.1. */
export function multipleOf(factor: number): Check<Number64> {
  return defineCheck(
    "multiple_of",
    `multiple of ${factor}`,
    (value) => {
      if (typeof value === "bigint") return Number.isInteger(factor) && value % BigInt(factor) === 0n
      const quotient = value / factor
      return Math.abs(quotient - Math.round(quotient)) <= Math.abs(quotient) * Number.EPSILON
    },
    factor,
  )
}
