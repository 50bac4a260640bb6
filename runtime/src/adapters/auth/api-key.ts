import type { Auth } from "../../ports/auth.ts"
import { createCredential, type CredentialOptions } from "./create-credential.ts"
import { cookieKeyAuth, headerKeyAuth, queryKeyAuth } from "./key-auth.ts"

/** Where a key goes: one of `header`, `query` and `cookie` by name. Default: the header `X-API-Key`. */
export interface ApiKeyOptions extends CredentialOptions {
  readonly header?: string
  readonly query?: string
  readonly cookie?: string
}

/**
 * Sends a key in a header, in the query or in a cookie.
 *
 * @example createClient({ auth: apiKey({ header: "X-API-Key", token: key }) })
 */
export function apiKey(options: ApiKeyOptions): Auth {
  const { header = "X-API-Key", query, cookie } = options
  const credential = createCredential(options)
  if (query !== undefined) return queryKeyAuth(query, credential)
  if (cookie !== undefined) return cookieKeyAuth(cookie, credential)
  return headerKeyAuth(header, credential)
}
