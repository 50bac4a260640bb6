import { defineSchema } from "./define-schema.ts"
import type { Schema } from "./schema.ts"

/** A field that may be missing. */
export function optional<Input, Output>(wrapped: Schema<Input, Output>): Schema<Input | undefined, Output | undefined> {
  return defineSchema("optional", wrapped.expects, (run, config) => {
    if (run.value !== undefined) wrapped["~run"](run as never, config)
  }) as Schema<Input | undefined, Output | undefined>
}
