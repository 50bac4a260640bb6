import { PristineError } from "../errors/pristine-error.ts"

/**
 * Encodes text as one name or value of a query.
 *
 * @throws PristineError with code `input` for half of a surrogate pair, which no encoding can carry.
 */
export function percentEncode(text: string): string {
  try {
    return encodeURIComponent(text)
  } catch {
    throw new PristineError("input", "A query parameter is not well-formed Unicode", { phase: "prepare" })
  }
}
