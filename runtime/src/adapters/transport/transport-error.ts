import { explainCode } from "#failure-codes"
import { isPristineError } from "../../errors/is-pristine-error.ts"
import { standIn } from "../../errors/stand-in.ts"
import { PristineError } from "../../errors/pristine-error.ts"

/** Part of an exchange that a failure belongs to. */
export type TransportPhase = "connect" | "headers" | "body"

/**
 * Turns what a platform rejects with into a `PristineError` of code `connection`, `timeout` or, for a body that its
 * content coding does not fit, `decode`. `phase` is where the exchange stood; `maybeExecuted` is false only if nothing
 * can have been sent, `retryable` false only if another attempt is pointless.
 *
 * @param origin Scheme, host and port of the server, for the message; a path or a query may hold secrets.
 */
export function toTransportError(cause: unknown, phase: TransportPhase, origin: string): PristineError {
  if (isPristineError(cause)) return cause
  const message = `The connection to ${origin} broke ${phase === "body" ? "within" : "before"} the answer`
  return (
    explainCode(cause, phase, origin) ??
    new PristineError("connection", message, { cause: standIn(cause), phase, maybeExecuted: phase !== "connect" })
  )
}

/** The error of an answer that took too long. */
export function timeoutError(phase: TransportPhase, limitMs: number | undefined, origin: string): PristineError {
  const message = `No${phase === "body" ? "thing more of the" : ""} answer from ${origin} within ${limitMs} ms`
  return new PristineError("timeout", message, sent(phase))
}

/** What holds of every failure once a request may have left. */
export function sent(phase: TransportPhase): { readonly phase: TransportPhase; readonly maybeExecuted: true } {
  return { phase, maybeExecuted: true }
}
