import { ExactNumber, toWhole } from "./exact-number.ts"
import { isRecord } from "./is-record.ts"
import { set } from "./own.ts"

/** An exact number where a type has a decimal: its text. */
export function exactDecimal(value: unknown): unknown {
  return value instanceof ExactNumber ? value.text : value
}

/** An exact number where a type has an integer of 64 bits: a `bigint`, if it is whole. */
export function exactInt64(value: unknown): unknown {
  return value instanceof ExactNumber ? (toWhole(value.text) ?? value) : value
}

/** Exact numbers where no type wants one: the nearest `number` each. Changes what JSON's reader made, in place. */
export function plainNumbers(value: unknown): unknown {
  if (value instanceof ExactNumber) return Number(value.text)
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) value[index] = plainNumbers(item)
  } else if (isRecord(value)) {
    for (const [key, item] of Object.entries(value)) {
      if (typeof item === "object") set(value, key, plainNumbers(item))
    }
  }
  return value
}

/** Whether what was read exactly is a number; `whole`: and an integer. */
export function isExactly(value: unknown, whole: boolean): boolean {
  if (value instanceof ExactNumber) return !whole || toWhole(value.text) !== undefined
  return typeof value === "number" && (!whole || Number.isInteger(value))
}
