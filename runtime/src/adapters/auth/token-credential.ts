import type { Credential } from "./credential.ts"
import { functionToken, staticToken, type TokenValue } from "./token-sources.ts"

/** A secret that is given: a text, or a function that is asked for each attempt. */
export function tokenCredential(given: TokenValue): Credential {
  const source = typeof given === "string" ? staticToken(given) : functionToken(given)
  return { place: "The credential in the token given", read: ({ signal }) => source.token(signal) }
}
