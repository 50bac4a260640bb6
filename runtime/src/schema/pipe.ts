import { pipe as valibotPipe } from "valibot"
import type { Schema } from "./schema.ts"

/** Valibot's `pipe`, for a schema and checks of this module, which change no type. Checks run on values of the schema's kind. */
export const pipe: <Input, Output>(
  schema: Schema<Input, Output>,
  ...checks: readonly { readonly kind: "validation" }[]
) => Schema<Input, Output> = valibotPipe as never
