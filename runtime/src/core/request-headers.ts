import type { Call } from "./call.ts"
import { addHeaders, type HeaderList, overrideHeaders, putHeader } from "./header-list.ts"

/** Headers of one attempt, without credentials. Evaluated for each: a retry count or the number of a poll is in them. */
export function requestHeaders(call: Call): HeaderList {
  const { plan, scope, options } = call
  const { spec, client } = plan
  const list: HeaderList = [["Accept", call.accept]]
  if (call.contentType !== undefined) list.push(["Content-Type", call.contentType])
  if (call.contentEncoding !== undefined) list.push(["Content-Encoding", call.contentEncoding])
  if (spec.headers !== undefined) addHeaders(list, spec.headers(call.input, scope), false)
  if (call.polling?.headers !== undefined) addHeaders(list, call.polling.headers(scope), true)
  addUserAgent(list, call)
  overrideHeaders(list, client.options.headers)
  overrideHeaders(list, options.headers)
  if (plan.keyHeader !== undefined && call.idempotencyKey !== undefined) {
    putHeader(list, plan.keyHeader, call.idempotencyKey)
  }
  return list
}

/** A browser has its own, and asks the server for permission before it sends another. */
function addUserAgent(list: HeaderList, { plan: { client } }: Call): void {
  if (list.some(([name]) => name.length === 10 && name.toLowerCase() === "user-agent")) return
  if (client.options.userAgent === undefined && client.runtime.name === "browser") return
  list.push(["User-Agent", client.userAgent])
}
