import type { TypeNode } from "./type-node.ts"

/** Longest list of members or fields that is written out. */
const longest = 6

/** A type in a few words, for people: `integer`, `"a" | "b"`, `Pet[]`, `object`. */
export function typeText(type: TypeNode): string {
  const text = shapeText(type)
  return type.nullable === true && type.kind !== "any" ? `${text} | null` : text
}

function shapeText(type: TypeNode): string {
  switch (type.kind) {
    case "any":
    case "null":
    case "file":
    case "boolean":
    case "object":
      return type.kind
    case "string":
      return type.codec?.kind === "bytes" ? "bytes" : "string"
    case "number":
      if (type.codec?.kind === "decimal" || type.codec?.kind === "bigint") return type.codec.kind
      return type.integer ? "integer" : "number"
    case "enum":
      return shorten(type.values.map((value) => JSON.stringify(value)))
    case "const":
      return JSON.stringify(type.value)
    case "array":
      return inList(type.items)
    case "tuple":
      return `[${[...type.items.map(typeText), ...(type.rest ? [`...${inList(type.rest)}`] : [])].join(", ")}]`
    case "map":
      return `map of ${typeText(type.values)}`
    case "union":
      return shorten(type.variants.map(typeText))
    case "intersection":
      return type.parts.map(typeText).join(" & ")
    case "ref":
      return type.name
  }
}

function inList(items: TypeNode): string {
  const text = typeText(items)
  return /[ ]/.test(text) ? `(${text})[]` : `${text}[]`
}

function shorten(texts: readonly string[]): string {
  const shown = texts.length > longest ? [...texts.slice(0, longest), "…"] : texts
  return shown.join(" | ")
}
