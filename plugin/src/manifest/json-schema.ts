import { textRules } from "./check/text-formats.ts"
import type { KeySpec, KeyType, ObjectSpec, SpecName, TextFormat } from "./vocabulary/key-type.ts"
import { vocabulary } from "./vocabulary/vocabulary.ts"

type Schema = Readonly<Record<string, unknown>>

/**
 * JSON Schema (draft 7, the one that editors know best) of a manifest, from the vocabulary: for completion, hovers and
 * checks while writing. What it accepts may still have wrong references; what it refuses, the loader refuses, too, except
 * `null` for "absent".
 */
export function manifestJsonSchema(): Schema {
  const names = Object.keys(vocabulary).filter(isSpecName)
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Pristine manifest",
    $ref: "#/definitions/manifest",
    definitions: Object.fromEntries(names.map((name) => [name, objectSchema(vocabulary[name])])),
  }
}

function isSpecName(name: string): name is SpecName {
  return Object.hasOwn(vocabulary, name)
}

function objectSchema({ doc, keys }: ObjectSpec): Schema {
  const properties = keys.flatMap((key) => [
    [key.name, keySchema(key)] as const,
    ...(key.synonyms ?? []).map((synonym) => [synonym, synonymSchema(key)] as const),
  ])
  // A required key with synonyms is given by any of its spellings.
  const required = keys.filter((key) => key.required).map(({ name, synonyms = [] }) => [name, ...synonyms])
  return {
    type: "object",
    description: doc,
    additionalProperties: false,
    properties: Object.fromEntries(properties),
    ...(required.length > 0 && {
      allOf: required.map((spellings) => ({ anyOf: spellings.map((name) => ({ required: [name] })) })),
    }),
  }
}

function keySchema(key: KeySpec): Schema {
  const description = key.default === undefined ? key.doc : `${key.doc} Default: ${key.default}.`
  return { description, ...typeSchema(key.type) }
}

/** Editors show the older spelling as such, and do not propose it. */
function synonymSchema(key: KeySpec): Schema {
  const description = `Older spelling of "${key.name}".`
  return { description, deprecated: true, doNotSuggest: true, ...typeSchema(key.type) }
}

function typeSchema(type: KeyType): Schema {
  switch (type.kind) {
    case "any":
      return {}
    case "flag":
      return { type: "boolean" }
    case "off":
      return { const: false }
    case "number":
      return {
        type: type.integer ? "integer" : "number",
        ...(type.minimum !== undefined && { minimum: type.minimum }),
        ...(type.maximum !== undefined && { maximum: type.maximum }),
      }
    case "choice":
      return { enum: type.values }
    case "text":
      return textSchema(type.format)
    case "list": {
      const length = type.length === undefined ? {} : { minItems: type.length, maxItems: type.length }
      return { type: "array", items: typeSchema(type.items), ...length }
    }
    case "map":
      return { type: "object", additionalProperties: typeSchema(type.values) }
    case "object":
      return { $ref: `#/definitions/${type.spec}` }
    case "value":
      return { anyOf: [{ type: ["string", "number", "boolean", "null"] }, { $ref: "#/definitions/value" }] }
    case "type":
      return { anyOf: [{ type: "string" }, { $ref: "#/definitions/type" }] }
    case "either":
      return { anyOf: type.options.map(typeSchema) }
  }
}

function textSchema(format: TextFormat | undefined): Schema {
  if (format === "method") {
    const proposed = { enum: ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"] }
    return { anyOf: [proposed, { type: "string", pattern: "^[A-Za-z]+$" }] }
  }
  if (format === "path") return { type: "string", pattern: "^/" }
  const pattern = format && textRules[format]?.pattern
  // Editors compile patterns without the `u` flag, so those that need it are left to the loader.
  return { type: "string", ...(pattern?.flags === "" && { pattern: pattern.source }) }
}
