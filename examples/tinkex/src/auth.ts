import type { TokenSource } from "pristine-runtime"
import { resolveCredential } from "./credential.ts"

/** What the runtime gives to a token source that a manifest names. */
export interface TokenSourceContext {
  /** The credential of the manifest's environment variable, if there is one. */
  readonly credential?: string | undefined
  env(name: string): string | undefined
}

/**
 * The manifest's source of credentials: the API key, or what `TINKER_CREDENTIAL_CMD` prints. Whether a credential is
 * exchanged for a web token is a server flag, so that is the business of `ServiceClient`.
 */
export function tokenSource(context: TokenSourceContext): TokenSource {
  return {
    token: async (signal) => ({
      value: await resolveCredential(
        { key: context.credential, command: context.env("TINKER_CREDENTIAL_CMD") },
        signal,
      ),
    }),
  }
}
