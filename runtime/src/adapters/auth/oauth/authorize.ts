import {
  authorizationCodeGrantRequest,
  AuthorizationResponseError,
  calculatePKCECodeChallenge,
  generateRandomCodeVerifier,
  generateRandomState,
  validateAuthResponse,
} from "oauth4webapi"
import { PristineError } from "../../../errors/pristine-error.ts"
import type { Clock } from "../../../ports/clock.ts"
import { parseUrl } from "../../../values/parse-url.ts"
import type { Redirect } from "../../../ports/redirect.ts"
import type { Transport } from "../../../ports/transport.ts"
import { systemClock } from "../../clock/system-clock.ts"
import { withLimit } from "../with-limit.ts"
import { checkEndpoint } from "./check-endpoint.ts"
import { openClient, type OAuthClient, type OAuthClientOptions } from "./oauth-client.ts"
import { knownError } from "./oauth-error.ts"
import { requestTokens, type GrantedTokens } from "./request-tokens.ts"

export interface AuthorizeOptions extends OAuthClientOptions {
  /** Where the browser comes back to: `loopbackRedirect()` of `pristine-runtime/node`, or a page of your own. */
  readonly redirect: Redirect
  /** Gets the URL that the person has to open. Nothing here opens a browser. */
  readonly onUrl: (url: string) => void | Promise<void>
  /** Further parameters of the authorization request, such as `prompt` or `login_hint`. */
  readonly authorizationParameters?: Readonly<Record<string, string>>
  readonly transport: Transport
  /** Default: the platform's. */
  readonly clock?: Clock
  /** Reads what `clientId` and `clientSecret` name. Default: nothing is set. */
  readonly env?: (name: string) => string | undefined
  readonly signal?: AbortSignal
  /** Milliseconds that the person has. Default 300,000. */
  readonly signInMs?: number
}

const defaultSignInMs = 300_000

/**
 * Has a person sign in (RFC 6749, section 4.1) with PKCE (RFC 7636, S256 alone), as RFC 8252 asks of a program on the
 * person's machine. The state and, where it is given or announced, the issuer of the redirect are checked (RFC 9207); a
 * visit without the state is not ours and ends nothing. The code is exchanged once, and the redirect is closed whatever
 * happens.
 *
 * @throws PristineError with phase `auth`: `auth` when the person or the server refuses, or the redirect is another
 * server's; `timeout` past `signInMs`; and what a token request throws. The signal's reason when that fires.
 */
export async function authorize(options: AuthorizeOptions): Promise<GrantedTokens> {
  const { redirect, onUrl, transport, clock = systemClock, env = () => undefined, signInMs = defaultSignInMs } = options
  const signal = options.signal ?? new AbortController().signal
  const client = openClient(options, { env })
  const endpoint = checkEndpoint("authorization endpoint", options.server.authorizationEndpoint)
  const verifier = generateRandomCodeVerifier()
  const state = generateRandomState()
  const challenge = await calculatePKCECodeChallenge(verifier)

  const limit = { clock, signal, limitMs: signInMs, what: "The sign-in" }
  const { uri, visit } = await withLimit(limit, async (limited) => {
    const open = await redirect.open(limited)
    try {
      limited.throwIfAborted()
      checkEndpoint("redirect URI", open.uri)
      const url = authorizationUrl(endpoint, options, {
        response_type: "code",
        client_id: client.client.client_id,
        redirect_uri: open.uri,
        ...(client.scope !== undefined && { scope: client.scope }),
        state,
        code_challenge: challenge,
        code_challenge_method: "S256",
      })
      // The browser may be back before `onUrl` is.
      const visit = open.wait(({ searchParams }) => searchParams.getAll("state").join() === state, limited)
      const told = (async () => onUrl(url))()
      return { uri: open.uri, visit: await Promise.race([visit, told.then(() => visit)]) }
    } finally {
      await open.close()
    }
  })
  const answer = checkRedirect(client, visit, state)
  return requestTokens(client, { transport, clock, signal }, (request) =>
    authorizationCodeGrantRequest(client.as, client.client, client.auth, answer, uri, verifier, request),
  )
}

function authorizationUrl(endpoint: URL, options: AuthorizeOptions, own: Readonly<Record<string, string>>): string {
  const url = new URL(endpoint)
  // What the protocol sets stands above what a caller adds.
  for (const [name, value] of Object.entries({ ...options.authorizationParameters, ...own })) {
    url.searchParams.set(name, value)
  }
  return url.href
}

/** The library's errors hold the visit, whose code is a secret. */
function checkRedirect(client: OAuthClient, visit: URL, state: string): URLSearchParams {
  let answer: URLSearchParams
  try {
    answer = validateAuthResponse(client.as, client.client, visit, state)
  } catch (thrown) {
    const error = thrown instanceof AuthorizationResponseError ? (knownError(thrown.error) ?? "an error") : undefined
    throw refuse(client, error === undefined ? "does not answer this request" : `says ${error}`)
  }
  const codes = answer.getAll("code")
  if (codes.length !== 1 || codes[0] === "") throw refuse(client, "does not bring one code")
  return answer
}

function refuse({ as }: OAuthClient, why: string): PristineError {
  const issuer = parseUrl(as.issuer)?.origin ?? "the authorization server"
  return new PristineError("auth", `The redirect from ${issuer} ${why}`, { phase: "auth" })
}
