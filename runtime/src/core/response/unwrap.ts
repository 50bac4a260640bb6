import { PristineError } from "../../errors/pristine-error.ts"
import { pointer } from "./pointer.ts"

/**
 * The value that an answer wraps.
 *
 * @param path Members that lead to it, outermost first.
 * @throws PristineError with code `decode` where it is not there
 */
export function unwrap(body: unknown, path: readonly string[]): unknown {
  const value = pointer(body, path)
  if (value === undefined) throw new PristineError("decode", `The answer has no \`${path.join(".")}\``)
  return value
}
