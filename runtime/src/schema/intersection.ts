import { defineSchema } from "./define-schema.ts"
import type { Run, Schema } from "./schema.ts"

type Issue = NonNullable<Run["issues"]>[0]

/** A value that fits every part. A key is unknown only if no part knows it. */
export function intersection(parts: readonly Schema[]): Schema {
  return defineSchema("intersect", "object", (run, config) => {
    const lists = parts.map((part) => (part["~run"]({ value: run.value }, config) as Run).issues ?? [])
    for (const issue of lists.flat()) {
      const key = unknownKey(issue)
      if (key !== undefined && !lists.every((list) => list.some((each) => unknownKey(each) === key))) continue
      if (run.issues) run.issues.push(issue)
      else run.issues = [issue]
    }
  })
}

function unknownKey({ expected, path }: Issue): unknown {
  return expected === "never" && path?.length === 1 ? path[0].key : undefined
}
