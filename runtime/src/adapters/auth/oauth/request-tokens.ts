import {
  allowInsecureRequests,
  customFetch,
  processGenericTokenEndpointResponse,
  type TokenEndpointRequestOptions,
} from "oauth4webapi"
import { PristineError } from "../../../errors/pristine-error.ts"
import { isPristineError } from "../../../errors/is-pristine-error.ts"
import type { Clock } from "../../../ports/clock.ts"
import type { StoredTokens } from "../../../ports/token-store.ts"
import type { Transport } from "../../../ports/transport.ts"
import { abandonable } from "../abandonable.ts"
import { withLimit } from "../with-limit.ts"
import type { OAuthClient } from "./oauth-client.ts"
import { oauthError } from "./oauth-error.ts"
import { readTokens } from "./read-tokens.ts"
import { transportFetch, type Exchanged } from "./transport-fetch.ts"

/** What a token request goes through. */
export interface OAuthIo {
  readonly transport: Transport
  readonly clock: Clock
  readonly signal: AbortSignal
}

/** Tokens as a server has just given them. */
export interface GrantedTokens extends StoredTokens {
  readonly accessToken: string
}

/**
 * Makes one token request and reads its answer (RFC 6749, section 5).
 *
 * @param send The request of one grant, made with the library's options that it is given.
 * @throws PristineError with phase `auth`: `auth` when the server refuses, `decode` for an answer that is none, `limit`
 * for one longer than 1 MiB, `timeout` and `connection`. None quotes what was sent or received.
 */
export async function requestTokens(
  client: OAuthClient,
  io: OAuthIo,
  send: (options: TokenEndpointRequestOptions) => Promise<Response>,
): Promise<GrantedTokens> {
  const { clock, signal, transport } = io
  const { place, timeoutMs } = client
  const sentAt = clock.wallTime()
  const what = `The token request to ${place}`
  const { status, json } = await withLimit({ clock, signal, limitMs: timeoutMs, what }, async (limited) => {
    let exchanged: Exchanged | undefined
    const fetch = transportFetch(transport, limited, place, (answer) => (exchanged = answer))
    try {
      // The transport, and who configured it, decide which connections are safe.
      // oxlint-disable-next-line typescript/no-deprecated
      const request = { [customFetch]: fetch, [allowInsecureRequests]: true, additionalParameters: client.parameters }
      await abandonable(send(request), limited)
    } catch (thrown) {
      throw limited.aborted || isPristineError(thrown) ? thrown : foreign(place, thrown)
    }
    if (exchanged === undefined) throw foreign(place, undefined)
    return exchanged
  })
  if (status !== 200 || json === undefined || "error" in json) throw oauthError(place, status, json)
  try {
    const checked = await processGenericTokenEndpointResponse(client.as, client.client, Response.json(json))
    return readTokens(checked, { sentAt, place, scope: client.scope })
  } catch (thrown) {
    // The library's errors hold the whole answer.
    throw isPristineError(thrown) ? thrown : malformed(place)
  }
}

function malformed(place: string): PristineError {
  return new PristineError("decode", `The token endpoint of ${place} gave an answer without a usable token`, {
    phase: "auth",
  })
}

/** Anything else may quote the request, which holds secrets: only its class is told. */
function foreign(place: string, thrown: unknown): PristineError {
  const kind = thrown instanceof Error ? ` (${thrown.constructor.name})` : ""
  return new PristineError("connection", `The token request to ${place} failed${kind}`, { phase: "auth" })
}
