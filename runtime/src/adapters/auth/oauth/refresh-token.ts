import { refreshTokenGrantRequest } from "oauth4webapi"
import { isPristineError } from "../../../errors/is-pristine-error.ts"
import { PristineError } from "../../../errors/pristine-error.ts"
import type { Token } from "../../../ports/auth.ts"
import type { StoredTokens, TokenStore } from "../../../ports/token-store.ts"
import { abandonable } from "../abandonable.ts"
import { keepFresh } from "../keep-fresh.ts"
import type { RefreshOptions } from "../refreshable.ts"
import type { TokenSourceContext, TokenSourceFactory } from "../token-source-factory.ts"
import { openClient, type OAuthClientOptions } from "./oauth-client.ts"
import { isGrantRefused } from "./oauth-error.ts"
import { requestTokens } from "./request-tokens.ts"
import { serial } from "./serial.ts"

export interface RefreshTokenOptions extends OAuthClientOptions {
  /** Where the tokens are kept; the first refresh token is in it. */
  readonly store: TokenStore
  /** Asks a person to sign in, where the store holds nothing or its refresh token is of no use any more. Default: an error. */
  readonly signIn?: (signal: AbortSignal) => Promise<StoredTokens>
  /** When the token is replaced, as of `refreshable`. */
  readonly refresh?: Omit<RefreshOptions, "clock">
}

// A stored token that ends sooner is not worth a call.
const shortestLifeMs = 30_000

/**
 * Access tokens from a refresh token (RFC 6749, section 6). What the server gives in return is stored before it is used,
 * since a refresh token may work once only. Clients that are given the same source take turns, and one whose turn comes
 * uses what another has stored meanwhile. A request that was sent is heard to its end even when every call has gone: its
 * answer may hold the one refresh token that still works.
 *
 * @example bearer({ source: refreshToken({ server, clientId: "cli", store: fileTokenStore(path) }) })
 */
export function refreshToken(options: RefreshTokenOptions): TokenSourceFactory {
  const inTurn = serial()
  const { store } = options
  // Given by the server but not stored yet: the old refresh token may be dead already.
  let unsaved: StoredTokens | undefined

  const save = async (tokens: StoredTokens): Promise<StoredTokens> => {
    unsaved = tokens
    await stored(() => store.save(tokens))
    unsaved = undefined
    return tokens
  }
  const load = async (signal: AbortSignal): Promise<StoredTokens | undefined> =>
    unsaved === undefined ? stored(() => store.load(signal)) : save(unsaved)

  const exchange = async (context: TokenSourceContext, old: StoredTokens, token: string): Promise<StoredTokens> => {
    const client = openClient(options, context)
    const { clock, transport } = context
    const io = { clock, transport, signal: new AbortController().signal }
    const granted = await requestTokens(client, io, (request) =>
      refreshTokenGrantRequest(client.as, client.client, client.auth, token, {
        ...request,
        additionalParameters: { ...client.parameters, ...(client.scope !== undefined && { scope: client.scope }) },
      }),
    )
    return save({ refreshToken: token, ...(old.scope !== undefined && { scope: old.scope }), ...granted })
  }

  const obtain = async (context: TokenSourceContext, used: string | undefined, signal: AbortSignal) => {
    const old = (await load(signal)) ?? {}
    const { accessToken, expiresAt = Infinity, refreshToken: token } = old
    const left = expiresAt - context.clock.wallTime()
    if (accessToken !== undefined && accessToken !== used && left > shortestLifeMs) return old
    signal.throwIfAborted()
    try {
      if (token !== undefined) return await exchange(context, old, token)
    } catch (error) {
      if (options.signIn === undefined || !isGrantRefused(error)) throw error
    }
    if (options.signIn === undefined) throw new PristineError("config", "No refresh token is stored", { phase: "auth" })
    return save(await options.signIn(signal))
  }

  return keepFresh((context) => {
    let used: string | undefined
    return {
      async token(signal) {
        const tokens = await abandonable(
          inTurn(signal, () => obtain(context, used, signal)),
          signal,
        )
        const token = toToken(tokens)
        used = token.value
        return token
      },
    }
  }, options.refresh)
}

function toToken({ accessToken, expiresAt }: StoredTokens): Token {
  if (accessToken === undefined) throw new PristineError("auth", "The sign-in gave no access token", { phase: "auth" })
  return { value: accessToken, ...(expiresAt !== undefined && { expiresAt }) }
}

/** What a store throws may quote what it holds. */
async function stored<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work()
  } catch (thrown) {
    if (isPristineError(thrown)) throw thrown
    const kind = thrown instanceof Error ? thrown.constructor.name : typeof thrown
    throw new PristineError("config", `The token store failed (${kind})`, { phase: "auth" })
  }
}
