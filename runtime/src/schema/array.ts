import { addIssue } from "./add-issue.ts"
import { defineSchema } from "./define-schema.ts"
import { isFull, runAt } from "./run-at.ts"
import type { Schema } from "./schema.ts"

/** A list of items of one type. */
export function array<Input, Output>(item: Schema<Input, Output>): Schema<Input[], Output[]> {
  return defineSchema("array", "array", (run, config, schema) => {
    if (!Array.isArray(run.value)) addIssue(schema, run, config)
    else
      for (let index = 0; index < run.value.length && !isFull(run); index++)
        runAt(run, config, item, index, run.value[index])
  }) as Schema<Input[], Output[]>
}
