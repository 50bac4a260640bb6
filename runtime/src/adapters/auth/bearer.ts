import type { Auth, TokenSource } from "../../ports/auth.ts"
import { bearerAuth } from "./bearer-auth.ts"
import { createCredential, type CredentialOptions } from "./create-credential.ts"
import type { TokenFunction } from "./token-sources.ts"

/**
 * Sends `Authorization: Bearer …`.
 *
 * @param given The token, a function or source of tokens, or where to find one.
 * @example createClient({ auth: bearer({ env: "API_TOKEN" }) })
 */
export function bearer(given: string | TokenFunction | TokenSource | CredentialOptions): Auth {
  return bearerAuth(createCredential(toOptions(given)))
}

function toOptions(given: string | TokenFunction | TokenSource | CredentialOptions): CredentialOptions {
  if (typeof given === "string" || typeof given === "function") return { token: given }
  return isSource(given) ? { source: given } : given
}

/** Options may have a function as their `token` too, which works the same but knows no `invalidate`. */
function isSource(given: TokenSource | CredentialOptions): given is TokenSource {
  return typeof given.token === "function" && ["env", "pattern", "source"].every((key) => !(key in given))
}
