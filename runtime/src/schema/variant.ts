import { addIssue } from "./add-issue.ts"
import { isRecord } from "../codec/is-record.ts"
import { defineSchema } from "./define-schema.ts"
import { addKeyIssue } from "./run-at.ts"
import type { Infer, Schema } from "./schema.ts"
import { runUnion } from "./union.ts"

type Tag = string | number | boolean | null

/**
 * A union of objects that one field tells apart. Tolerant: an object with an unknown tag passes; one without a tag is
 * tried against every variant where `distinct` says that their fields tell them apart as well.
 */
export function variant<const Pairs extends readonly (readonly [tag: Tag, schema: Schema])[]>(
  key: string,
  pairs: Pairs,
  distinct?: boolean,
): Schema<Infer<Pairs[number][1]>> {
  return defineSchema("variant", "object", (run, config, schema) => {
    const { value } = run
    const tolerant = config.mode === "tolerant"
    if (!isRecord(value)) {
      addIssue(schema, run, config)
      return
    }
    const tag = Object.hasOwn(value, key) ? value[key] : undefined
    const pair = pairs.find(([each]) => each === tag)
    if (pair) pair[1]["~run"](run as never, config)
    else if (tag !== undefined) {
      if (!tolerant) addKeyIssue(run, config, schema, key, pairs.map(([each]) => JSON.stringify(each)).join(" | "))
    } else if (tolerant && distinct === true) {
      runUnion(
        run,
        config,
        schema,
        pairs.map(([, each]) => each),
      )
    } else {
      addKeyIssue(run, config, schema, key, "a value")
    }
  })
}
