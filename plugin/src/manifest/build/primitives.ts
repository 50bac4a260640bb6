/** Names of types that need no definition. `void` stands only where a body stands, `file` in a form. */
export const primitives: readonly string[] = [
  "string",
  "integer",
  "number",
  "boolean",
  "any",
  "file",
  "map",
  "array",
  "null",
  "void",
]

/** Older words that `type` may hold beside them; what they mean follows from the other keys. */
export const olderPrimitives: readonly string[] = ["float", "object", "literal", "union", "enum"]

/** How other languages call primitives, where that is too far from the name here to be taken for a slip. */
export const abbreviated: ReadonlyMap<string, string> = new Map([
  ["int", "integer"],
  ["str", "string"],
  ["bool", "boolean"],
  ["double", "number"],
])
