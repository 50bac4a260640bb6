import type { Auth } from "../../ports/auth.ts"
import { basicAuth } from "./basic-auth.ts"
import { createCredential, type CredentialOptions } from "./create-credential.ts"
import { pairCredential, type PairOptions } from "./pair-credential.ts"

/** User name and password apart; or both, joined by a colon, in `env` and the like. */
export interface BasicOptions extends CredentialOptions, PairOptions {}

/** Sends `Authorization: Basic …` (RFC 7617, in UTF-8). */
export function basic(options: BasicOptions): Auth {
  const isPair = options.username !== undefined || options.usernameEnv !== undefined
  return basicAuth(isPair ? pairCredential(options) : createCredential(options))
}
