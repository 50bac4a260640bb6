import { PristineError } from "../../errors/pristine-error.ts"

/**
 * The text of what can stand in a path, a query or a header by itself.
 *
 * @param what names the place, for the error.
 * @throws PristineError with code `input` for anything else: an object has no text that a service could mean.
 */
export function scalarText(value: unknown, what: string): string {
  if (typeof value === "string" || typeof value === "bigint" || typeof value === "boolean") return String(value)
  if (typeof value === "number" && Number.isFinite(value)) return String(value)
  throw new PristineError("input", `${what} must be text, a finite number or a boolean`, { phase: "prepare" })
}
