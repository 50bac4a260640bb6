import type { TokenSource } from "../../ports/auth.ts"
import type { Credential } from "./credential.ts"
import { envCredential } from "./env-credential.ts"
import { matching } from "./matching.ts"
import { noCredential } from "./no-credential.ts"
import { sourceCredential } from "./source-credential.ts"
import { tokenCredential } from "./token-credential.ts"
import type { TokenSourceFactory } from "./token-source-factory.ts"
import type { TokenValue } from "./token-sources.ts"

/** Where a scheme's secret comes from. The first of `source`, `token` and `env` that is given counts. */
export interface CredentialOptions {
  /** Name of the environment variable that holds it. */
  readonly env?: string
  /** The secret itself, or a function that is asked for each attempt. */
  readonly token?: TokenValue
  /** A regular expression that a secret out of `env` or `token` must match; a `source` answers for its own tokens. */
  readonly pattern?: string
  /**
   * A token source, asked for each attempt; or a function that makes one for each client, from the secret that `env` or
   * `token` hold. `keepFresh` around that function keeps what the source gives.
   */
  readonly source?: TokenSource | TokenSourceFactory
}

/** Builds the credential that options describe. */
export function createCredential(options: CredentialOptions): Credential {
  const { env, token, source, pattern } = options
  if (source !== undefined) return sourceCredential(source, options)
  const plain = token !== undefined ? tokenCredential(token) : env !== undefined ? envCredential(env) : noCredential
  return pattern === undefined ? plain : matching(pattern, plain)
}
