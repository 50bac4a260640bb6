import { addIssue } from "./add-issue.ts"
import { isRecord } from "../codec/is-record.ts"
import { defineSchema } from "./define-schema.ts"
import { addKeyIssue, isFull, runAt } from "./run-at.ts"
import type { Infer, ModeConfig, Schema } from "./schema.ts"

export type Entries = Readonly<Record<string, Schema>>

/** The type of an object schema: entries of `optional` and `nullish` may be missing. */
export type ObjectOf<Fields extends Entries> = {
  [Key in keyof Fields as undefined extends Infer<Fields[Key]> ? never : Key]: Infer<Fields[Key]>
} & { [Key in keyof Fields as undefined extends Infer<Fields[Key]> ? Key : never]?: Infer<Fields[Key]> }

/**
 * An object with these own properties. Strict: an unknown key is an issue; tolerant: it is kept. A property that is
 * `undefined` counts as missing.
 */
export function object<Fields extends Entries>(entries: Fields): Schema<ObjectOf<Fields>> {
  return objectOf(entries)
}

/** An object with these own properties, and any others of type `rest`. */
export function objectWithRest<Fields extends Entries, Rest>(
  entries: Fields,
  rest: Schema<Rest>,
): Schema<ObjectOf<Fields> & Record<string, unknown>> {
  return objectOf(entries, rest)
}

function objectOf<Type>(entries: Entries, rest?: Schema): Schema<Type> {
  const known = Object.entries(entries)
  return defineSchema("object", "object", (run, config, schema) => {
    const { value } = run
    if (!isRecord(value)) {
      addIssue(schema, run, config)
      return
    }
    for (const [key, entry] of known) {
      const item = Object.hasOwn(value, key) ? value[key] : undefined
      if (item !== undefined) runAt(run, config, entry, key, item)
      else if (!mayMiss(entry, config)) addKeyIssue(run, config, schema, key, "a value")
    }
    if (!rest && config.mode === "tolerant") return
    for (const key of Object.keys(value)) {
      if (Object.hasOwn(entries, key)) continue
      if (isFull(run)) return
      if (rest) runAt(run, config, rest, key, value[key], "record")
      else addKeyIssue(run, config, schema, key, "never")
    }
  })
}

function mayMiss({ type }: Schema, { mode }: ModeConfig): boolean {
  return type === "optional" || (type === "tag" && mode === "tolerant")
}
