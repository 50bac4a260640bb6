import { type ErrorCode, type ErrorFacts, PristineError as Original } from "../../src/errors/pristine-error.ts"
import { sinks } from "./sinks.ts"

export type { ErrorCode, ErrorFacts, ErrorPhase } from "../../src/errors/pristine-error.ts"

/** Every error of ours that is made in a test, for its texts to be looked at when it is complete. */
export class PristineError<Body = unknown> extends Original<Body> {
  constructor(code: ErrorCode, message: string, facts?: ErrorFacts<Body>) {
    super(code, message, facts)
    sinks.errors.push(this)
  }
}
