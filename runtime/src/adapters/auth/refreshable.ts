import { absentCredential } from "../../errors/absent-credential.ts"
import type { Token, TokenSource } from "../../ports/auth.ts"
import type { Clock } from "../../ports/clock.ts"
import { systemClock } from "../clock/system-clock.ts"

export interface RefreshOptions {
  /** From so long before its end a token is replaced while it is still used. Default 120,000, at most a fifth of its life. */
  readonly advisoryMs?: number
  /** From so long before its end calls wait for the new one. Default 30,000, at most a quarter of `advisoryMs`. */
  readonly mandatoryMs?: number
  /** Pause after a replacement failed while the old token is still good. Default 5,000. */
  readonly pauseMs?: number
  /** Default: the platform's. */
  readonly clock?: Clock
}

interface Flight {
  readonly promise: Promise<Token>
  readonly controller: AbortController
  waiting: number
}

/**
 * Keeps the token of a source that costs something. However many calls ask, one request for a token is under way; a
 * failure of it is shared, and the next call tries again. A token without an end is kept until the server refuses it.
 * A request that every waiting call has given up is aborted. A source that keeps its token itself is returned as it is.
 */
export function refreshable(source: TokenSource, options: RefreshOptions = {}): TokenSource {
  if (source.keepsToken === true) return source
  const { advisoryMs = 120_000, mandatoryMs = 30_000, pauseMs = 5000, clock = systemClock } = options
  let current: { readonly token: Token; readonly advisoryAt: number; readonly mandatoryAt: number } | undefined
  let flight: Flight | undefined
  let pausedUntil = -Infinity

  const keep = (token: Token): Token => {
    const { expiresAt = Infinity } = token
    const advisory = Math.min(advisoryMs, (expiresAt - clock.wallTime()) / 5)
    current = {
      token,
      advisoryAt: expiresAt - advisory,
      mandatoryAt: expiresAt - Math.min(mandatoryMs, advisory / 4),
    }
    return token
  }

  const launch = (): Flight => {
    if (flight !== undefined) return flight
    const controller = new AbortController()
    const started: Flight = { promise: fetch(controller.signal), controller, waiting: 0 }
    const land = (): void => {
      if (flight === started) flight = undefined
    }
    started.promise.then(
      (token) => {
        // What an abandoned request brings is not what later ones asked for.
        if (flight === started) keep(token)
        land()
      },
      () => {
        pausedUntil = clock.now() + pauseMs
        land()
      },
    )
    return (flight = started)
  }
  // A source may throw before it returns a promise.
  const fetch = async (signal: AbortSignal): Promise<Token> => {
    // Code of a user may give anything.
    const token = (await source.token(signal)) as Token | null | undefined
    if (token === null || token === undefined) throw absentCredential("The token source gave no token")
    return token
  }

  const board = (signal: AbortSignal): Promise<Token> => {
    const boarded = launch()
    boarded.waiting += 1
    return new Promise<Token>((resolve, reject) => {
      const onAbort = (): void => {
        reject(signal.reason as Error)
        boarded.waiting -= 1
        if (boarded.waiting > 0 || flight !== boarded) return
        flight = undefined
        boarded.controller.abort(signal.reason)
      }
      signal.addEventListener("abort", onAbort, { once: true })
      boarded.promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort))
    })
  }

  return {
    keepsToken: true,
    token(signal) {
      signal.throwIfAborted()
      if (current === undefined) return board(signal)
      const { token, advisoryAt, mandatoryAt } = current
      const time = clock.wallTime()
      const paused = clock.now() < pausedUntil
      if (time < mandatoryAt) {
        // Its failure is told by the call that will need the new token.
        if (time >= advisoryAt && !paused) launch()
        return token
      }
      const isGood = time < (token.expiresAt ?? Infinity)
      if (isGood && paused && flight === undefined) return token
      return board(signal).catch((error: unknown) => {
        if (isGood && !signal.aborted) return token
        throw error
      })
    },
    invalidate(token) {
      if (current?.token.value === token.value) current = undefined
      source.invalidate?.(token)
    },
  }
}
