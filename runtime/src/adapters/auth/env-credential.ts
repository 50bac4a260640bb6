import type { Credential } from "./credential.ts"
import { readEnvToken } from "./token-sources.ts"

/** The secret in an environment variable, read for each attempt. */
export function envCredential(name: string): Credential {
  return { place: `The credential in ${name}`, read: ({ env }) => readEnvToken(name, env) }
}
