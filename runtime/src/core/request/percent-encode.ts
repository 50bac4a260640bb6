import { PristineError } from "../../errors/pristine-error.ts"
import { scalarText } from "./scalar-text.ts"

/**
 * Encodes text, a number or a boolean as one name or value of a query, or as a part of a path.
 *
 * @param what Names the place, for the error.
 * @throws PristineError with code `input` for what has no text, and for half of a surrogate pair, which no encoding can
 * carry.
 */
export function percentEncode(value: unknown, what: string): string {
  const text = scalarText(value, what)
  try {
    return encodeURIComponent(text)
  } catch {
    throw new PristineError("input", `${what} is not well-formed Unicode`, { phase: "prepare" })
  }
}

/** What an error calls a parameter of the query. */
export function inQuery(name: string): string {
  return `Query parameter "${name}"`
}
