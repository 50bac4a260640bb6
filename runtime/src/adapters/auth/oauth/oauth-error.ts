import { PristineError } from "../../../errors/pristine-error.ts"
import type { Exchanged } from "./transport-fetch.ts"

/** Registered error codes (RFC 6749, sections 4.1.2.1 and 5.2). Another text is not repeated: it may be an echo. */
const known: ReadonlySet<unknown> = new Set([
  "access_denied",
  "invalid_client",
  "invalid_grant",
  "invalid_request",
  "invalid_scope",
  "server_error",
  "temporarily_unavailable",
  "unauthorized_client",
  "unsupported_grant_type",
  "unsupported_response_type",
])

/** The error code as it may be shown, or `undefined` for one that is not registered. */
export function knownError(error: unknown): string | undefined {
  return known.has(error) ? String(error) : undefined
}

const grantRefused: unique symbol = Symbol("grant refused")

/** What an answer without tokens comes to. Nothing of it is quoted but its status and a registered error code. */
export function oauthError(place: string, status: number, json: Exchanged["json"]): PristineError {
  const facts = { phase: "auth", status } as const
  if (status >= 300 && status < 400) {
    return new PristineError("auth", `The token endpoint of ${place} redirects, which is not followed`, facts)
  }
  const error = json?.["error"]
  if (status < 400 && error === undefined) {
    const what = json === undefined ? "is no JSON object" : `has status ${status}`
    return new PristineError("decode", `The answer of the token endpoint of ${place} ${what}`, facts)
  }
  const retryable = status === 429 || status >= 500 || error === "temporarily_unavailable"
  const why = knownError(error) ?? (error === undefined ? "no error code" : "an error code that is not registered")
  const message = `The token endpoint of ${place} gave no token: ${why} (status ${status})`
  const made = new PristineError("auth", message, { ...facts, retryable })
  if (error === "invalid_grant") Object.defineProperty(made, grantRefused, { value: true })
  return made
}

/** True if the server said that a grant, such as a refresh token, is of no use any more. */
export function isGrantRefused(thrown: unknown): boolean {
  return typeof thrown === "object" && thrown !== null && grantRefused in thrown
}
