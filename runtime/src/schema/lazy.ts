import { defineSchema } from "./define-schema.ts"
import type { Schema } from "./schema.ts"

/** A schema that is built on first use, once: it costs nothing at import, and it may name itself. */
export function lazy<Input, Output = Input>(build: () => Schema<Input, Output>): Schema<Input, Output> {
  let built: Schema | undefined
  return defineSchema("lazy", "a value", (run, config) => {
    built ??= build()
    built["~run"](run as never, config)
  }) as Schema<Input, Output>
}
