import { addIssue } from "./add-issue.ts"
import { isRecord } from "../codec/is-record.ts"
import { defineSchema } from "./define-schema.ts"
import { isFull, runAt } from "./run-at.ts"
import type { Schema } from "./schema.ts"

/** An object with any own keys, `__proto__` included, and values of one type. */
export function record<Input, Output>(
  values: Schema<Input, Output>,
): Schema<Record<string, Input>, Record<string, Output>> {
  return defineSchema("record", "object", (run, config, schema) => {
    const { value } = run
    if (!isRecord(value)) {
      addIssue(schema, run, config)
      return
    }
    for (const key of Object.keys(value)) {
      if (isFull(run)) return
      runAt(run, config, values, key, value[key], "record")
    }
  }) as Schema<Record<string, Input>, Record<string, Output>>
}
