import type { Clock, TokenSource } from "pristine-runtime"

/** Milliseconds before its end from which a token is replaced while it is still used. */
const refreshAheadMs = 300_000

/** Milliseconds before its end from which a token is not used without trying to replace it. */
const tooLateMs = 60_000

/** Milliseconds between two tries after one failed. */
const retryAfterMs = 60_000

/**
 * A token source that exchanges a credential for a JSON web token, replaces the token before it ends and uses the old one
 * when that fails: the server judges then. `exchange` makes the request; it serves all waiting calls at once, so it ends
 * by its own timeout or with the client.
 */
export function webTokenSource(exchange: () => Promise<string>, clock: Clock): TokenSource {
  let current: { readonly value: string; readonly endsAt: number } | undefined
  let pending: Promise<string> | undefined
  let notBefore = -Infinity

  const renew = (): Promise<string> =>
    (pending ??= exchange()
      .then((value) => {
        current = { value, endsAt: expiryOf(value) ?? clock.wallTime() + refreshAheadMs + retryAfterMs }
        return value
      })
      .finally(() => {
        notBefore = clock.wallTime() + retryAfterMs
        pending = undefined
      }))

  return {
    async token() {
      if (!current) return { value: await renew() }
      const { value, endsAt } = current
      const left = endsAt - clock.wallTime()
      if (left > refreshAheadMs || (clock.wallTime() < notBefore && !pending)) return { value }
      const renewed = renew().catch(() => value)
      return { value: left > tooLateMs ? value : await renewed }
    },
    invalidate(token) {
      if (current?.value === token.value) current = undefined
    },
  }
}

/** Claims of a JSON web token, unverified. `undefined` when the text is none. */
export function claimsOf(token: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const json = atob((token.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/"))
    const claims: unknown = JSON.parse(new TextDecoder().decode(Uint8Array.from(json, (char) => char.charCodeAt(0))))
    return typeof claims === "object" && claims !== null ? { ...claims } : undefined
  } catch {
    // Not a token that can be read: an opaque one is as good.
    return undefined
  }
}

function expiryOf(token: string): number | undefined {
  const seconds = claimsOf(token)?.["exp"]
  return typeof seconds === "number" ? seconds * 1000 : undefined
}
