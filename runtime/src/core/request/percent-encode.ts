import { PristineError } from "../../errors/pristine-error.ts"
import { scalarText } from "./scalar-text.ts"

/**
 * Encodes text, a number or a boolean as one name or value of a query.
 *
 * @throws PristineError with code `input` for what has no text, and for half of a surrogate pair, which no encoding can
 * carry.
 */
export function percentEncode(value: unknown): string {
  const text = scalarText(value, "A query parameter")
  try {
    return encodeURIComponent(text)
  } catch {
    throw new PristineError("input", "A query parameter is not well-formed Unicode", { phase: "prepare" })
  }
}
