import { refreshable, tokenClaims, type Clock, type TokenSource } from "pristine-runtime"

/** Milliseconds that a token lasts which does not say when it ends: long enough to be replaced after a minute. */
const unstatedLifeMs = 75_000

/**
 * Exchanges a credential for JSON web tokens: one exchange at a time, a new token five minutes before the old one ends,
 * and the old one while the exchange fails.
 */
export function webTokenSource(exchange: (signal: AbortSignal) => Promise<string>, clock: Clock): TokenSource {
  const source: TokenSource = {
    async token(signal) {
      const value = await exchange(signal)
      return { value, expiresAt: expiryOf(value) ?? clock.wallTime() + unstatedLifeMs }
    },
  }
  return refreshable(source, { advisoryMs: 300_000, mandatoryMs: 60_000, pauseMs: 60_000, clock })
}

function expiryOf(token: string): number | undefined {
  const seconds = tokenClaims(token)?.["exp"]
  return typeof seconds === "number" ? seconds * 1000 : undefined
}
