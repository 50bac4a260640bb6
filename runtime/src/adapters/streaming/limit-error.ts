import { PristineError } from "../../errors/pristine-error.ts"

/** The error of a stream that goes beyond one of its limits. */
export function limitError(what: "A line" | "An event" | "An unfinished event", limit: number): PristineError {
  return new PristineError("limit", `${what} is longer than ${limit} characters`, {
    maybeExecuted: true,
    phase: "event",
  })
}
