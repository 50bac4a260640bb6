import type { Credential } from "./credential.ts"
import { functionToken, type TokenValue } from "./token-sources.ts"

/** A secret that is given: a text, or a function that is asked for each attempt. */
export function tokenCredential(given: TokenValue): Credential {
  const place = "The credential in the token given"
  if (typeof given === "function") {
    const source = functionToken(given)
    return { place, read: ({ signal }) => source.token(signal) }
  }
  // The signal is made when it is asked for, and no text needs one.
  const token = { value: given }
  return { place, read: () => token }
}
