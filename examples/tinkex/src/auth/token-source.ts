import type { TokenSource, TokenSourceContext } from "pristine-runtime"
import { resolveCredential } from "./credential.ts"

/**
 * The manifest's source of credentials: the API key, or what `TINKER_CREDENTIAL_CMD` prints. Whether a credential is
 * exchanged for a web token is a server flag, so that is the business of `ServiceClient`.
 */
export function tokenSource(context: Pick<TokenSourceContext, "credential" | "env">): TokenSource {
  return {
    token: async (signal) => ({
      value: await resolveCredential(
        { key: context.credential, command: context.env("TINKER_CREDENTIAL_CMD") },
        signal,
      ),
    }),
  }
}
