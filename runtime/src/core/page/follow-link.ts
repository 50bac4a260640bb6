import { PristineError } from "../../errors/pristine-error.ts"
import { parseUrl } from "../../values/parse-url.ts"
import { encoded } from "../request/encoded.ts"
import { clientOf, type Invocation } from "../call/execute.ts"
import type { PageFollower } from "../operation/operation-spec.ts"
import { ownProperties } from "../operation/own-properties.ts"
import { queryCredentials } from "../request/query-credentials.ts"
import { partName, queryParts } from "../request/query-parts.ts"
import type { Pairs, ResponseScope } from "../client/scope.ts"

/**
 * Finds the page after one by a link in the answer: `undefined`, `null` and an empty text mean that there is none. What the
 * caller put into the query is in the link already.
 *
 * @throws PristineError with code `decode` for what is no link, or one to another origin: the credentials would go along.
 */
export function followLink(read: (response: ResponseScope) => unknown): PageFollower {
  return (invocation, { status, headers, data, request }) => {
    const target = read({ status, headers, body: data })
    if (target === undefined || target === null || target === "") return undefined
    const url = typeof target === "string" && parseUrl(target, request.url)
    if (!url) throw refuse(invocation, "no URL")
    if (url.origin !== new URL(request.url).origin) throw refuse(invocation, "on another origin")
    if (url.username !== "" || url.password !== "") throw refuse(invocation, "a URL with credentials")
    const { origin, pathname, search } = url
    // A service may repeat the whole query: credentials are put on anew, where nothing but the transport sees them.
    const parts = queryParts(search.slice(1), queryCredentials(clientOf(invocation), invocation.spec.id))
    const spec = ownProperties({
      ...invocation.spec,
      baseUrl: origin,
      path: () => pathname,
      query: () => parts.map(pairOf),
    })
    const query = parts.join("&")
    return {
      key: origin + pathname + (query && `?${query}`),
      invocation: { ...invocation, spec, options: withoutQuery(invocation) },
    }
  }
}

/** A pair with its value as it is: a cursor need not survive being decoded and encoded. */
function pairOf(part: string): Pairs[number] {
  const equals = part.indexOf("=")
  return [partName(part), { [encoded]: equals < 0 ? "" : part.slice(equals + 1) }]
}

function withoutQuery({ options }: Invocation): Invocation["options"] {
  return ownProperties({ ...options, query: {} })
}

function refuse({ spec: { id } }: Invocation, what: string): PristineError {
  return new PristineError("decode", `The link to the next page of ${id} is ${what}`, {
    operation: id,
    maybeExecuted: true,
    phase: "body",
  })
}
