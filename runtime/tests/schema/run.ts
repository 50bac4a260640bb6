import type { Schema } from "../../src/schema/index.ts"

/** Issues of a check through Standard Schema, as `path: message`. Empty: the value fits. */
export function issuesOf(schema: Schema, value: unknown, mode: "strict" | "tolerant" = "strict"): string[] {
  const validate = schema["~standard"].validate as (
    value: unknown,
    options: { libraryOptions: { mode: string } },
  ) => { issues?: readonly { message: string; path?: readonly { key: unknown }[] }[] }
  const { issues = [] } = validate(value, { libraryOptions: { mode } })
  return issues.map(({ message, path = [] }) => `${path.map(({ key }) => String(key)).join(".")}: ${message}`)
}
