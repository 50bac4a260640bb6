import type { Auth } from "../../ports/auth.ts"
import { headerAuth, type Credential } from "./credential.ts"

/** Sends a credential as `Authorization: Bearer …` (RFC 6750, section 2.1). */
export function bearerAuth(credential: Credential): Auth {
  return headerAuth(credential, "Authorization", "Bearer ")
}
