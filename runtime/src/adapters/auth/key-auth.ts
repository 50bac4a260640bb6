import type { Auth } from "../../ports/auth.ts"
import { credentialAuth, headerAuth, type Credential } from "./credential.ts"
import { unusable } from "./unusable.ts"

/** Sends a credential as a header. */
export function headerKeyAuth(header: string, credential: Credential): Auth {
  return headerAuth(credential, header)
}

/** Sends a credential as a parameter of the query. */
export function queryKeyAuth(parameter: string, credential: Credential): Auth {
  return credentialAuth(credential, (target, value) => target.setQuery(parameter, value))
}

// RFC 6265, section 4.1.1: cookie-octet.
const cookieValue = /^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]*$/

/** Sends a credential as a cookie. Refuses one that holds what a cookie cannot. */
export function cookieKeyAuth(cookie: string, credential: Credential): Auth {
  return credentialAuth(credential, (target, value) => {
    if (!cookieValue.test(value)) throw unusable(credential.place, "holds a character that a cookie cannot")
    target.setCookie(cookie, value)
  })
}
