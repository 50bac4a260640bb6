/** What an authorization server gave out, as it is kept between two runs of a program. All of it is secret. */
export interface StoredTokens {
  readonly accessToken?: string
  /** End of the access token, in milliseconds since 1970; absent: not known. */
  readonly expiresAt?: number
  readonly refreshToken?: string
  /** Scopes that were granted, with spaces between them. */
  readonly scope?: string
}

/**
 * Where tokens are kept. A saved value is there for the next `load`, whole or not at all: a refresh token may work once
 * only, and one that is lost means that a person has to sign in again.
 */
export interface TokenStore {
  /** What was saved last; `undefined` before that. */
  load(signal: AbortSignal): Promise<StoredTokens | undefined>
  /** Resolves once the tokens are kept. Takes no signal: a save that has begun is not given up. */
  save(tokens: StoredTokens): Promise<void>
}
