import type { Client } from "../../core/client.ts"
import type { CallOptions } from "../../core/call-options.ts"
import { PristineError } from "../../errors/pristine-error.ts"
import type { AuthContext, Token, TokenSource } from "../../ports/auth.ts"
import type { Clock } from "../../ports/clock.ts"
import { refreshable } from "./refreshable.ts"
import { envToken, functionToken, staticToken, type TokenValue } from "./token-sources.ts"

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
   * `token` hold. What the latter gives is kept, replaced before it ends, and asked for by one call at a time.
   */
  readonly source?: TokenSource | TokenSourceFactory
}

/** Code that a manifest names as the `source` of a credential. */
export type TokenSourceFactory = (context: TokenSourceContext) => TokenSource

/** What a token source is made from; one for each client. */
export interface TokenSourceContext {
  /** The secret of `env` or `token` as it is now, if there is one. */
  readonly credential: string | undefined
  readonly clock: Clock
  readonly env: (name: string) => string | undefined
  /**
   * Calls an operation with the same client, to exchange the secret for a token. It must use another list of
   * credentials than the one this source serves, or it would wait for itself.
   */
  readonly call: <Input, Output>(
    operation: (input: Input, options: CallOptions) => PromiseLike<Output>,
    input: Input,
    signal: AbortSignal,
  ) => PromiseLike<Output>
}

/** The credential of one scheme, kept apart for each client. */
export interface Credential {
  /** The secret for one attempt. Throws a `PristineError` with code `config` that names where it should be, never it. */
  read(context: AuthContext): Token | Promise<Token>
  /** The server refused it; true if the source may give another. */
  refused(context: AuthContext): boolean
}

// A longer text is no secret but a mistake, and patterns may take more than linear time.
const longestChecked = 10_000
const unsendable = /[^\t\x20-\x7e\x80-\xff]/

/** Builds the credential of a scheme. */
export function createCredential(options: CredentialOptions): Credential {
  const sources = new WeakMap<object, TokenSource>()
  const given = new WeakMap<AbortSignal, Token>()
  const pattern = options.pattern === undefined ? undefined : new RegExp(options.pattern, "u")
  const place = options.env ?? "the token given"

  const sourceOf = (context: AuthContext): TokenSource => {
    let source = sources.get(context.client)
    if (source === undefined) sources.set(context.client, (source = createSource(options, context)))
    return source
  }
  const check = (token: Token): Token => {
    const { value } = token
    const wrong =
      value === ""
        ? "is empty"
        : unsendable.test(value)
          ? "holds a character that cannot be sent"
          : options.source === undefined && !fits(pattern, value)
            ? "is not of the form that this service's credentials have"
            : undefined
    if (wrong === undefined) return token
    const whose = options.source === undefined ? `The credential in ${place}` : "The token that the source gave"
    throw new PristineError("config", `${whose} ${wrong}`, { phase: "auth" })
  }

  return {
    read(context) {
      const remember = (token: Token): Token => {
        given.set(context.signal, check(token))
        return token
      }
      const token = sourceOf(context).token(context.signal)
      return token instanceof Promise ? token.then(remember) : remember(token)
    },
    refused(context) {
      const source = sourceOf(context)
      const token = given.get(context.signal)
      if (token === undefined || source.invalidate === undefined) return false
      source.invalidate(token)
      return true
    },
  }
}

function fits(pattern: RegExp | undefined, value: string): boolean {
  return pattern === undefined || (value.length <= longestChecked && pattern.test(value))
}

function createSource({ env, token, source }: CredentialOptions, context: AuthContext): TokenSource {
  if (typeof source === "object") return source
  if (source !== undefined) {
    const { clock } = context
    return refreshable(source(sourceContext(context, env, token)), { clock })
  }
  if (typeof token === "function") return functionToken(token)
  if (token !== undefined) return staticToken(token)
  if (env !== undefined) return envToken(env, context.env)
  throw new PristineError("config", "No credential: this service names no place for one; pass `auth` to createClient", {
    phase: "auth",
  })
}

function sourceContext(
  { client, clock, env }: AuthContext,
  variable: string | undefined,
  token: TokenValue | undefined,
): TokenSourceContext {
  return {
    get credential() {
      if (typeof token === "string") return token
      return variable === undefined ? undefined : env(variable)
    },
    clock,
    env,
    call: (operation, input, signal) => operation(input, { client: client as Client, signal }),
  }
}
