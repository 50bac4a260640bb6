import { defineSchema } from "./define-schema.ts"
import type { Schema } from "./schema.ts"

/**
 * A field that tells the variants of a union apart. Whoever writes it must; tolerant: a reader may miss it, because its
 * union may know the variant by the other fields.
 */
export function tag<Input, Output>(wrapped: Schema<Input, Output>): Schema<Input, Output> {
  return defineSchema("tag", wrapped.expects, (run, config) => {
    wrapped["~run"](run as never, config)
  }) as Schema<Input, Output>
}
