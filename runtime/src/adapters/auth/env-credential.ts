import type { Credential } from "./credential.ts"
import { envToken } from "./token-sources.ts"

/** The secret in an environment variable, read for each attempt. */
export function envCredential(name: string): Credential {
  return { place: `The credential in ${name}`, read: ({ env, signal }) => envToken(name, env).token(signal) }
}
