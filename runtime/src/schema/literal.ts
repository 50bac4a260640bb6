import { isDeepEqual } from "./is-deep-equal.ts"
import { defineKind } from "./define-schema.ts"
import type { Schema } from "./schema.ts"

/** Exactly this value. */
export function literal<const Value extends string | number | bigint | boolean | null>(value: Value): Schema<Value> {
  return defineKind(
    "literal",
    typeof value === "string" ? JSON.stringify(value) : String(value),
    (each) => each === value,
  )
}

/** Exactly this list or object. */
export function constant<const Value>(value: Value): Schema<Value> {
  return defineKind("constant", "the constant of this place", (each) => isDeepEqual(each, value))
}
