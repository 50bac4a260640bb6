import type { TokenIssuer } from "../token-issuer.ts"
import { HttpError } from "./http-error.ts"
import type { Handler } from "./router.ts"

/** Lets requests with a usable `X-API-Key` through, and those that need none: health and download links. */
export function withAuthentication(tokens: TokenIssuer, next: Handler): Handler {
  return (exchange) => {
    const isOpen = exchange.path === "/api/v1/healthz" || exchange.path.startsWith("/download/")
    const key = exchange.headers["x-api-key"]
    if (!isOpen && (typeof key !== "string" || !tokens.accepts(key)))
      throw new HttpError(401, "Invalid or missing API key")
    return next(exchange)
  }
}
