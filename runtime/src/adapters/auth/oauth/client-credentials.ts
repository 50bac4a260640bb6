import { clientCredentialsGrantRequest } from "oauth4webapi"
import type { Token } from "../../../ports/auth.ts"
import { keepFresh } from "../keep-fresh.ts"
import type { RefreshOptions } from "../refreshable.ts"
import type { TokenSourceContext, TokenSourceFactory } from "../token-source-factory.ts"
import { openClient, type OAuthClientOptions } from "./oauth-client.ts"
import { requestTokens } from "./request-tokens.ts"

export interface ClientCredentialsOptions extends OAuthClientOptions {
  /** When the token is replaced, as of `refreshable`. */
  readonly refresh?: Omit<RefreshOptions, "clock">
}

/**
 * Tokens for a program itself (RFC 6749, section 4.4). Within a client, all sources of one issuer, client and scope share
 * one token and at most one request for it. Requests go through the client's own transport and clock.
 *
 * @example bearer({ source: clientCredentials({ server, clientId: "batch", clientSecret: { env: "BATCH_SECRET" } }) })
 */
export function clientCredentials(options: ClientCredentialsOptions): TokenSourceFactory {
  return keepFresh((context) => {
    const { as, client, scope } = openClient(options, context)
    return {
      key: JSON.stringify([as.issuer, as.token_endpoint, client.client_id, scope, options.parameters]),
      token: (signal) => request(options, context, signal),
    }
  }, options.refresh)
}

/** Reads the secret anew, so that one that was changed in the environment is used. */
async function request(options: OAuthClientOptions, context: TokenSourceContext, signal: AbortSignal): Promise<Token> {
  const client = openClient(options, context)
  const { clock, transport } = context
  const parameters = { ...client.parameters, ...(client.scope !== undefined && { scope: client.scope }) }
  const { accessToken, expiresAt } = await requestTokens(client, { clock, transport, signal }, (request) =>
    clientCredentialsGrantRequest(client.as, client.client, client.auth, parameters, request),
  )
  return { value: accessToken, ...(expiresAt !== undefined && { expiresAt }) }
}
