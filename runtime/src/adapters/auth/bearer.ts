import type { Auth, TokenSource } from "../../ports/auth.ts"
import { createCredential, type CredentialOptions } from "./credential.ts"
import type { TokenFunction } from "./token-sources.ts"

/**
 * Sends `Authorization: Bearer …`.
 *
 * @param given The token, a function or source of tokens, or where to find one.
 * @example createClient({ auth: bearer(process.env.API_TOKEN) })
 */
export function bearer(given: string | TokenFunction | TokenSource | CredentialOptions): Auth {
  const credential = createCredential(toOptions(given))
  return {
    apply(target, context) {
      const token = credential.read(context)
      const put = ({ value }: { readonly value: string }): void => target.setHeader("Authorization", `Bearer ${value}`)
      if (token instanceof Promise) return token.then(put)
      put(token)
    },
    onUnauthorized: (context) => credential.refused(context),
  }
}

function toOptions(given: string | TokenFunction | TokenSource | CredentialOptions): CredentialOptions {
  if (typeof given === "string" || typeof given === "function") return { token: given }
  return isSource(given) ? { source: given } : given
}

/** Options may have a function as their `token` too, which works the same but knows no `invalidate`. */
function isSource(given: TokenSource | CredentialOptions): given is TokenSource {
  return typeof given.token === "function" && ["env", "pattern", "source"].every((key) => !(key in given))
}
