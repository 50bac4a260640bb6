import { PristineError } from "./pristine-error.ts"

/** The same error as an object of its own, its stack and cause included. */
export function copyError(error: PristineError): PristineError {
  const copy = new PristineError(error.code, error.message)
  return Object.defineProperties(copy, Object.getOwnPropertyDescriptors(error))
}
