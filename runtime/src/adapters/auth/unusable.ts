import { PristineError } from "../../errors/pristine-error.ts"

/** The error for a secret that cannot be used: names where it is from, never what it is. */
export function unusable(place: string, why: string): PristineError {
  return new PristineError("config", `${place} ${why}`, { phase: "auth" })
}
