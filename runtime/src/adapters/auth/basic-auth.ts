import { base64 } from "../../codec/base64.ts"
import type { Auth } from "../../ports/auth.ts"
import { credentialAuth, type Credential } from "./credential.ts"
import { unusable } from "./unusable.ts"

/** Sends a credential of the form `user:password` as `Authorization: Basic …` (RFC 7617, in UTF-8). */
export function basicAuth(credential: Credential): Auth {
  return credentialAuth(credential, (target, pair) => {
    // Control characters are forbidden in both parts (RFC 7617, section 2).
    if (!pair.includes(":") || /[\0-\x1f\x7f]/.test(pair)) {
      throw unusable(credential.place, "is not a user name and a password, joined by a colon")
    }
    target.setHeader("Authorization", `Basic ${base64.encode(new TextEncoder().encode(pair))}`)
  })
}
