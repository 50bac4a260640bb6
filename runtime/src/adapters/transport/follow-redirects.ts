import { PristineError } from "../../errors/pristine-error.ts"
import { parseUrl } from "../../values/parse-url.ts"
import type { Transport, TransportRequest } from "../../ports/transport.ts"

export interface FollowRedirectsOptions {
  /** Redirects in a row that are followed; the next one is the answer. Default 5. */
  readonly maxHops?: number
  /**
   * GET and HEAD also follow to other origins, as files on storage need, with nothing but the headers that describe the
   * wanted answer (`Accept…`, `Range`, `If-…`, `User-Agent`): no credential crosses, and none comes back where the way
   * leads home again. From https to http it does not lead. Default false.
   */
  readonly crossOrigin?: boolean
}

/**
 * Follows redirects around another transport, where a service uses them: within one origin, so that credentials and
 * bodies never reach a host that nobody named (`crossOrigin` follows further, without them). GET and HEAD follow 301, 302, 307 and 308; every other method follows 303
 * alone, as a GET without its body (RFC 9110, section 15.4). All else, a redirect to another origin among it, stays an
 * answer. Browsers hide redirects from code, so that there is nothing to follow.
 *
 * @throws PristineError with code `config` for a `maxHops` that is no whole number from 1 to 20.
 */
export function followRedirects(
  inner: Transport,
  { maxHops = 5, crossOrigin = false }: FollowRedirectsOptions = {},
): Transport {
  if (!Number.isInteger(maxHops) || maxHops < 1 || maxHops > 20) {
    throw new PristineError("config", "`maxHops` must be a whole number from 1 to 20")
  }
  return {
    ...(inner.close && { close: async () => inner.close?.() }),
    async send(request, interruption) {
      let current = request
      for (let hop = 0; ; hop++) {
        const response = await inner.send(current, interruption)
        const location = hop < maxHops ? response.headers.get("location") : null
        const next = redirected(current, response.status, location, crossOrigin)
        if (next === undefined) return response
        await response.body.cancel()
        current = next
      }
    },
  }
}

/** What to send instead, or `undefined` where the answer is no redirect to follow. */
function redirected(
  request: TransportRequest,
  status: number,
  location: string | null,
  crossOrigin: boolean,
): TransportRequest | undefined {
  const safe = request.method === "GET" || request.method === "HEAD"
  if (location === null || !(status === 303 || (safe && [301, 302, 307, 308].includes(status)))) return undefined
  const target = parseUrl(location, request.url)
  const from = new URL(request.url)
  if (!target || target.username + target.password !== "") return undefined
  const url = target.href
  if (target.origin !== from.origin) {
    const isSecured = target.protocol === "https:" || (target.protocol === "http:" && from.protocol === "http:")
    if (!crossOrigin || !safe || !isSecured) return undefined
    return { ...request, url, headers: request.headers.filter(([name]) => ofAnswer.test(name)) }
  }
  if (safe) return { ...request, url }
  const { body: _, idempotent: __, ...rest } = request
  return { ...rest, method: "GET", url, headers: request.headers.filter(([name]) => !ofBody.test(name)) }
}

/** Headers that say which answer is wanted, and nothing of who asks. */
const ofAnswer =
  /^(?:accept(?:-encoding|-language)?|range|if-(?:range|match|none-match|modified-since|unmodified-since)|user-agent)$/i

/** Headers that describe a body, or that belong to the request that had one. */
const ofBody = /^(?:content-.*|transfer-encoding|expect|idempotency-key)$/i
