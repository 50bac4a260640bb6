import type { Exchange } from "../http/exchange.ts"
import { HttpError } from "../http/http-error.ts"

/** A slice of a list, and where it lies in it. */
export interface Page<T> {
  readonly items: readonly T[]
  readonly cursor: { readonly offset: number; readonly limit: number; readonly total_count: number }
}

const maxLimit = 1000

/**
 * Cuts the page out of `items` that `limit` and `offset` in the query ask for; at most 1,000 items.
 *
 * @throws HttpError 422 when they are no whole numbers from 0 on.
 */
export function pageOf<T>(exchange: Exchange, items: readonly T[], defaultLimit: number): Page<T> {
  const limit = Math.min(wholeNumber(exchange, "limit", defaultLimit), maxLimit)
  const offset = wholeNumber(exchange, "offset", 0)
  return { items: items.slice(offset, offset + limit), cursor: { offset, limit, total_count: items.length } }
}

function wholeNumber(exchange: Exchange, name: string, fallback: number): number {
  const text = exchange.query.get(name)
  if (text === null) return fallback
  if (!/^\d{1,9}$/.test(text))
    throw new HttpError(422, [{ loc: ["query", name], msg: "Input should be a valid integer", type: "int_parsing" }])
  return Number(text)
}

/**
 * Checks `access_scope` in the query. There is one owner, so both scopes see the same.
 *
 * @throws HttpError 422 when it is neither.
 */
export function checkAccessScope(exchange: Exchange): void {
  const scope = exchange.query.get("access_scope") ?? "owned"
  if (scope !== "owned" && scope !== "accessible")
    throw new HttpError(422, [
      { loc: ["query", "access_scope"], msg: "Input should be owned or accessible", type: "enum" },
    ])
}
