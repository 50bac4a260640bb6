import type { Call } from "../call/call.ts"
import { type HeaderList, overrideHeaders, putHeader } from "./header-list.ts"
import { isBrowser } from "./is-browser.ts"
import { scalarText } from "./scalar-text.ts"
import type { Pairs } from "../client/scope.ts"

/** Headers of one attempt, without credentials. Evaluated for each: a retry count or the number of a poll is in them. */
export function requestHeaders(call: Call): HeaderList {
  const { plan, scope, options, polling } = call
  const { spec, client } = plan
  const list: HeaderList = [["Accept", call.accept]]
  if (call.contentType !== undefined) list.push(["Content-Type", call.contentType])
  if (call.contentEncoding !== undefined) list.push(["Content-Encoding", call.contentEncoding])
  if (spec.headers) put(spec.headers(call.input, scope), (name, value) => list.push([name, value]))
  if (polling?.headers) put(polling.headers(scope), (name, value) => putHeader(list, name, value))
  // A browser has its own, and asks the server for permission before it sends another.
  const named = list.some(([name]) => /^user-agent$/i.test(name))
  if (!named && (client.options.userAgent !== undefined || !isBrowser())) list.push(["User-Agent", scope.userAgent])
  overrideHeaders(list, client.options.headers)
  overrideHeaders(list, options.headers)
  if (spec.idempotency && call.idempotencyKey !== undefined)
    putHeader(list, spec.idempotency.header, call.idempotencyKey)
  return list
}

function put(pairs: Pairs, add: (name: string, value: string) => unknown): void {
  for (const [name, value] of pairs) {
    if (value !== undefined && value !== null) add(name, scalarText(value, `Header ${name}`))
  }
}
