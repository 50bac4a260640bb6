import { addIssue } from "./add-issue.ts"
import { defineSchema } from "./define-schema.ts"
import type { Schema } from "./schema.ts"

/** One of these values. Tolerant: any value of the same kind as one of them, because enums grow. */
export function picklist<const Values extends readonly (string | number | boolean | null)[]>(
  values: Values,
): Schema<Values[number]> {
  return defineSchema("picklist", values.map((value) => JSON.stringify(value)).join(" | "), (run, config, schema) => {
    const { value } = run
    if (values.includes(value as Values[number])) return
    const known = config.mode === "tolerant" && value !== null && values.some((each) => typeof each === typeof value)
    if (!known) addIssue(schema, run, config)
  })
}
