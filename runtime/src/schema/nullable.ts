import { defineSchema } from "./define-schema.ts"
import { optional } from "./optional.ts"
import type { Schema } from "./schema.ts"

/** A value or null. */
export function nullable<Input, Output>(wrapped: Schema<Input, Output>): Schema<Input | null, Output | null> {
  return defineSchema("nullable", `${wrapped.expects} or null`, (run, config) => {
    if (run.value !== null) wrapped["~run"](run as never, config)
  }) as Schema<Input | null, Output | null>
}

/** A field that may be missing or null. */
export function nullish<Input, Output>(
  wrapped: Schema<Input, Output>,
): Schema<Input | null | undefined, Output | null | undefined> {
  return optional(nullable(wrapped))
}
