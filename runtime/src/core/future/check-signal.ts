import { PristineError } from "../../errors/pristine-error.ts"

/**
 * Refuses what is given in place of a signal before anything depends on it: a place in an order would be kept for ever.
 *
 * @throws PristineError with code `input`.
 */
export function checkSignal(signal: AbortSignal | undefined): void {
  // Signals may be another realm's.
  if (signal === undefined || typeof Reflect.get(Object(signal), "addEventListener") === "function") return
  throw new PristineError("input", "`signal` must be an AbortSignal, such as `controller.signal`", { phase: "prepare" })
}
