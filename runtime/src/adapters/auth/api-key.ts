import { PristineError } from "../../errors/pristine-error.ts"
import type { Auth, AuthTarget, Token } from "../../ports/auth.ts"
import { createCredential, type CredentialOptions } from "./credential.ts"

/** Where a key goes: one of `header`, `query` and `cookie` by name. Default: the header `X-API-Key`. */
export interface ApiKeyOptions extends CredentialOptions {
  readonly header?: string
  readonly query?: string
  readonly cookie?: string
}

const cookieValue = /^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]*$/

/**
 * Sends a key in a header, in the query or in a cookie.
 *
 * @example createClient({ auth: apiKey({ header: "X-API-Key", token: key }) })
 */
export function apiKey(options: ApiKeyOptions): Auth {
  const { header = "X-API-Key", query, cookie } = options
  const credential = createCredential(options)
  const put = (target: AuthTarget, { value }: Token): void => {
    if (query !== undefined) target.setQuery(query, value)
    else if (cookie === undefined) target.setHeader(header, value)
    else if (cookieValue.test(value)) target.setCookie(cookie, value)
    else throw new PristineError("config", `The credential holds a character that a cookie cannot`, { phase: "auth" })
  }
  return {
    apply(target, context) {
      const token = credential.read(context)
      if (token instanceof Promise) return token.then((read) => put(target, read))
      put(target, token)
    },
    onUnauthorized: (context) => credential.refused(context),
  }
}
