import type { Exchange } from "./exchange.ts"
import type { Reply } from "./reply.ts"
import type { Handler } from "./router.ts"
import { OptionError } from "../option-error.ts"

/** Seconds for which a browser need not ask again. */
const maxAge = "600"

/**
 * Lets pages of these origins read the answers (the Fetch standard's CORS protocol); `*` stands for every origin. Sits
 * outside of everything that throws, so that a page can read failures too.
 *
 * @throws Error for what is no origin.
 */
export function withCors(origins: readonly string[], next: Handler): Handler {
  if (origins.length === 0) return next
  for (const origin of origins) checkOrigin(origin)
  return async (exchange) => {
    const { origin } = exchange.headers
    if (origin === undefined || !(origins.includes("*") || origins.includes(origin))) return next(exchange)
    const shared = { "Access-Control-Allow-Origin": origin, Vary: "Origin" }
    if (isPreflight(exchange)) return { status: 204, headers: { ...shared, ...permissions(exchange) } }
    const reply = await next(exchange)
    return { ...reply, headers: { ...reply.headers, ...shared, "Access-Control-Expose-Headers": "*" } }
  }
}

function isPreflight({ method, headers }: Exchange): boolean {
  return method === "OPTIONS" && headers["access-control-request-method"] !== undefined
}

function permissions({ headers }: Exchange): Reply["headers"] {
  const asked = headers["access-control-request-headers"]
  return {
    "Access-Control-Allow-Methods": "GET, POST, PUT, DELETE",
    ...(asked === undefined ? {} : { "Access-Control-Allow-Headers": asked }),
    ...(headers["access-control-request-private-network"] === "true"
      ? { "Access-Control-Allow-Private-Network": "true" }
      : {}),
    "Access-Control-Max-Age": maxAge,
  }
}

function checkOrigin(origin: string): void {
  if (origin === "*" || originOf(origin) === origin) return
  throw new OptionError(
    `${JSON.stringify(origin)} is no origin of a page: it is written like http://localhost:5173, or *`,
  )
}

function originOf(text: string): string | undefined {
  try {
    const { origin } = new URL(text)
    // That of an address without a host.
    return origin === "null" ? undefined : origin
  } catch {
    return undefined
  }
}
