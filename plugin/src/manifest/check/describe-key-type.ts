import type { KeyType } from "../vocabulary/key-type.ts"
import { longestTimer } from "../vocabulary/key-types.ts"
import { vocabulary } from "../vocabulary/vocabulary.ts"

/** A key's type in words: what messages and the documentation say. */
export function describeKeyType(type: KeyType): string {
  switch (type.kind) {
    case "text":
      return textWords[type.format ?? "text"] ?? "text"
    case "flag":
      return "true or false"
    case "off":
      return "false"
    case "number":
      return describeNumber(type)
    case "choice":
      return joinWords(type.values.map((value) => `"${value}"`))
    case "any":
      return "any JSON"
    case "list":
      return type.length === undefined
        ? `a list of ${plural(type.items)}`
        : `a list of ${type.length} ${plural(type.items)}`
    case "map":
      return `a map of ${plural(type.values)}`
    case "object":
      // Nothing stands around a manifest that could say what it is.
      if (type.spec === "manifest") return "an object"
      return vocabulary[type.spec].title
    case "value":
      return "a constant, environment or computed value"
    case "type":
      return "a type"
    case "either":
      return joinWords(type.options.map(describeKeyType))
  }
}

const textWords: Readonly<Record<string, string>> = {
  text: "text",
  code: "a code reference",
  coding: "the name of an encoding",
  expression: "a runtime expression",
  header: "a header's name",
  media: "a media type",
  method: "a method",
  path: "a path",
  pattern: "a regular expression",
  env: "an environment variable's name",
}

const plurals: Readonly<Record<string, string>> = {
  "true or false": "booleans",
  "any JSON": "JSON values",
  false: "false",
  poll: "polls",
  text: "texts",
  "a header's name": "header names",
  "the name of an encoding": "names of encodings",
  "a retry policy": "retry policies",
  "a constant, environment or computed value": "values",
}

function plural(type: KeyType): string {
  switch (type.kind) {
    case "either":
      return joinWords(type.options.map(plural))
    case "list":
      return `lists of ${plural(type.items)}`
    case "number":
      return describeNumber(type).replace(/^an? (\w+)/, "$1s")
    default: {
      const words = describeKeyType(type)
      return plurals[words] ?? `${words.replace(/^an? /, "")}s`
    }
  }
}

function describeNumber(type: Extract<KeyType, { kind: "number" }>): string {
  const noun = type.integer ? "an integer" : "a number"
  const { minimum, maximum } = type
  if (maximum === longestTimer) return "a number of milliseconds"
  if (minimum !== undefined && maximum !== undefined) return `${noun} from ${minimum} to ${maximum}`
  if (minimum === Number.MIN_VALUE) return `${noun} greater than 0`
  return minimum === undefined ? noun : `${noun} of at least ${minimum}`
}

function joinWords(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.at(-1) ?? ""}`
}
