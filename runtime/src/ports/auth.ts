import type { Clock } from "./clock.ts"

/** A secret and when it ends. */
export interface Token {
  readonly value: string
  /** Milliseconds since 1970; absent: never. */
  readonly expiresAt?: number
}

/** Where a token comes from. Called for every attempt: a source that costs something caches by itself. */
export interface TokenSource {
  token(signal: AbortSignal): Token | Promise<Token>
  /** The server refused this token (401): forget it. */
  invalidate?(token: Token): void
  /** Keeps its token until shortly before its end, so that asking costs nothing and nobody need keep it again. */
  readonly keepsToken?: true
  /** What the token is for: sources of one key share one token within a client. Holds no secret. */
  readonly key?: string
}

/** What an `Auth` may add to a request. */
export interface AuthTarget {
  setHeader(name: string, value: string): void
  setQuery(name: string, value: string): void
  setCookie(name: string, value: string): void
}

export interface AuthContext {
  /** The same object from `apply` to the `onUnauthorized` of one attempt. */
  readonly signal: AbortSignal
  /** The client that calls: what `options.client` of an operation takes, and the key of state that must not be shared. */
  readonly client: object
  readonly clock: Clock
  readonly env: (name: string) => string | undefined
}

/** Puts credentials on a request. Runs again for every attempt, so a refreshed token is used by a retry. */
export interface Auth {
  apply(target: AuthTarget, context: AuthContext): void | Promise<void>
  /** Called when the server answered 401 to this credential; return true to have the call tried once more. */
  onUnauthorized?(context: AuthContext): boolean | Promise<boolean>
}
