import { PristineError } from "../../errors/pristine-error.ts"
import { percentEncode } from "./percent-encode.ts"
import { scalarText } from "./scalar-text.ts"

// What encodeURIComponent escapes although RFC 3986 lets it stand in a path segment: $ & + , : ; = @
const overEncoded = /%(?:2[46BC]|3[ABD]|40)/g

/**
 * Encodes one value as one segment of a path (RFC 3986 `pchar`): `:`, `@` and the sub-delimiters stay as they are.
 *
 * @param name - the parameter's name, for the error.
 * @throws PristineError with code `input` for what a segment cannot carry: nothing, an empty text, `.` or `..` (a URL
 * parser would walk up the path), an object, a number that is not finite, half of a surrogate pair.
 */
export function segment(value: unknown, name: string): string {
  const text = toText(value, name)
  if (/^\.{0,2}$/.test(text)) throw refuse(name, text ? "is a dot segment" : "is empty")
  return percentEncode(text, parameter(name)).replace(overEncoded, decodeURIComponent)
}

/**
 * Encodes a value that stands for several segments (`style: segments`): a text is split at `/`, a list is taken as it
 * is, and each part is encoded by the rules of `segment`.
 */
export function segments(value: unknown, name: string): string {
  const parts: readonly unknown[] = Array.isArray(value) ? value : toText(value, name).split("/")
  if (parts.length === 0) throw refuse(name, "is empty")
  return parts.map((part) => segment(part, name)).join("/")
}

function toText(value: unknown, name: string): string {
  if (value === undefined || value === null) throw refuse(name, "is missing")
  return scalarText(value, parameter(name))
}

function parameter(name: string): string {
  return `Path parameter "${name}"`
}

function refuse(name: string, why: string): PristineError {
  return new PristineError("input", `${parameter(name)} ${why}`, { phase: "prepare" })
}
