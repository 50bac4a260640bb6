import type { ObjectSpec } from "./key-type.ts"
import { any, text } from "./key-types.ts"

/** Where a constant stands, somebody described what a caller gives. */
const given = "What a caller gives stands under `parameters`; only constants stand here."

export const valueSpec: ObjectSpec = {
  title: "a value",
  doc: "Wherever a constant may stand, this may stand. Exactly one of `env` and `from`.",
  keys: [
    {
      name: "env",
      type: text("env"),
      doc: "Environment variable, read at run time, never inlined. Unset means absent.",
    },
    {
      name: "from",
      type: text("expression"),
      doc: "Runtime expression such as `$response.body#/id`. Without a result the header or field is left out.",
    },
    {
      name: "default",
      type: any,
      default: "absent",
      doc: "Used when the variable is unset or the expression finds nothing.",
    },
  ],
  refused: { env_var: 'Use "env".', type: given, required: given, description: given, enum: given, items: given },
}
