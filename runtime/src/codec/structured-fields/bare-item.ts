import type { FieldText } from "./field-text.ts"

/** A value of a structured field, with its type: `1` and `1.0` are different values there (RFC 9651, section 3.3). */
export type BareItem =
  | { readonly type: "integer" | "decimal"; readonly value: number }
  | { readonly type: "string" | "token" | "display"; readonly value: string }
  | { readonly type: "bytes"; readonly value: Uint8Array<ArrayBuffer> }
  | { readonly type: "boolean"; readonly value: boolean }
  /** In seconds since 1970. */
  | { readonly type: "date"; readonly value: number }

const integer = /^-?\d{1,15}(?![\d.])/
const decimal = /^-?\d{1,12}\.\d{1,3}(?![\d.])/
const string = /^"((?:[ !#-[\]-~]|\\["\\])*)"/
const token = /^[A-Za-z*][!#$%&'*+.^_`|~\w:/-]*/
const bytes = /^:([A-Za-z\d+/]*={0,2}):/
const boolean = /^\?([01])/
const date = /^@(-?\d{1,15})(?![\d.])/
const display = /^%"((?:[ !#$&-~]|%[\da-f]{2})*)"/

/** Takes the value that the text goes on with (RFC 9651, section 4.2.3.1); `undefined` if it is none. */
export function takeBareItem(text: FieldText): BareItem | undefined {
  let found: string | undefined
  if ((found = text.match(integer)) !== undefined) return { type: "integer", value: toNumber(found) }
  if ((found = text.match(decimal)) !== undefined) return { type: "decimal", value: toNumber(found) }
  if ((found = text.match(string)) !== undefined) {
    return { type: "string", value: found.replaceAll(/\\(["\\])/g, "$1") }
  }
  if ((found = text.match(token)) !== undefined) return { type: "token", value: found }
  if ((found = text.match(boolean)) !== undefined) return { type: "boolean", value: found === "1" }
  if ((found = text.match(date)) !== undefined) return { type: "date", value: toNumber(found) }
  if ((found = text.match(bytes)) !== undefined) return ofBytes(found)
  if ((found = text.match(display)) !== undefined) return ofDisplay(found)
  return undefined
}

/** There is no minus zero in a structured field. */
function toNumber(text: string): number {
  return Number(text) + 0
}

function ofBytes(text: string): BareItem | undefined {
  try {
    return { type: "bytes", value: Uint8Array.from(atob(text), (char) => char.charCodeAt(0)) }
  } catch {
    // The length is one that no number of bytes has, or there is too much padding.
    return undefined
  }
}

function ofDisplay(text: string): BareItem | undefined {
  try {
    return { type: "display", value: decodeURIComponent(text) }
  } catch {
    // The bytes are not UTF-8.
    return undefined
  }
}
