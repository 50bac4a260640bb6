import type { Client } from "../../core/client/client.ts"
import { absentCredential } from "../../errors/absent-credential.ts"
import type { PristineError } from "../../errors/pristine-error.ts"
import type { AuthContext, Token, TokenSource } from "../../ports/auth.ts"
import { isPromise } from "../../values/is-promise.ts"
import type { Credential } from "./credential.ts"
import type { TokenSourceContext, TokenSourceFactory } from "./token-source-factory.ts"
import type { TokenValue } from "./token-sources.ts"
import { unusable } from "./unusable.ts"

/** The secret that a factory makes tokens from. */
export interface SourceSecret {
  readonly env?: string
  readonly token?: TokenValue
}

/** The tokens of a source: one that is given, or one that a factory makes for each client. */
export function sourceCredential(source: TokenSource | TokenSourceFactory, secret: SourceSecret = {}): Credential {
  const made = new WeakMap<object, TokenSource>()
  const given = new WeakMap<AbortSignal, Token>()

  const sourceOf = (context: AuthContext): TokenSource => {
    if (typeof source === "object") return source
    let own = made.get(context.client)
    if (own === undefined) made.set(context.client, (own = source(sourceContext(context, secret))))
    return own
  }
  return {
    place: "The token that the source gave",
    read(context) {
      const remember = (token: Token): Token => {
        if (!isToken(token)) throw none(token)
        given.set(context.signal, token)
        return token
      }
      const token = sourceOf(context).token(context.signal)
      return isPromise(token) ? token.then(remember) : remember(token)
    },
    refused(context) {
      const from = sourceOf(context)
      const token = given.get(context.signal)
      if (token === undefined || from.invalidate === undefined) return false
      from.invalidate(token)
      return true
    },
  }
}

function none(given: unknown): PristineError {
  const isAbsent = given === null || given === undefined
  return isAbsent ? absentCredential("The token source gave no token") : unusable("The token source", "gave no token")
}

/** Code of a user may give anything. */
function isToken(token: unknown): token is Token {
  return typeof token === "object" && token !== null && "value" in token && typeof token.value === "string"
}

function sourceContext({ client: caller, clock, env }: AuthContext, secret: SourceSecret): TokenSourceContext {
  const client = caller as Client
  return {
    get credential() {
      if (typeof secret.token === "string") return secret.token
      return secret.env === undefined ? undefined : env(secret.env)
    },
    clock,
    env,
    get transport() {
      return client.transport
    },
    call: (operation, input, signal) => operation(input, { client, signal }),
    state: (key, create) => client.state(key, create),
  }
}
