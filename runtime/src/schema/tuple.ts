import { addIssue } from "./add-issue.ts"
import { defineSchema } from "./define-schema.ts"
import { addKeyIssue, isFull, runAt } from "./run-at.ts"
import type { Infer, Schema } from "./schema.ts"

/**
 * A list with a type for each place, all of them there, and one for what comes after. Without `rest` more items are an issue, and are kept
 * in mode `tolerant`.
 */
export function tuple<const Items extends readonly Schema[]>(
  items: Items,
  rest?: Schema,
): Schema<{ -readonly [Index in keyof Items]: Infer<Items[Index]> }> {
  return defineSchema("tuple", `array of ${String(items.length)}`, (run, config, schema) => {
    const list: unknown = run.value
    if (!Array.isArray(list) || (list.length > items.length && !rest && config.mode !== "tolerant")) {
      addIssue(schema, run, config)
      return
    }
    list.forEach((item: unknown, index) => {
      const type = items[index] ?? rest
      if (type && !isFull(run)) runAt(run, config, type, index, item)
    })
    // At its place, as a missing key: an issue of the whole list would say that another variant was meant.
    for (let key = list.length; key < items.length; key += 1) {
      addKeyIssue(run, config, schema, key, "a value")
    }
  })
}
