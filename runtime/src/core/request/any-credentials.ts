import type { AuthTarget } from "../../ports/auth.ts"
import type { Call } from "../call/call.ts"
import type { OpenRequest } from "../client/hook-runner.ts"
import { applyAll, type Authorisation, contextOf } from "./authorisation.ts"
import { encodeQuery } from "./encode-query.ts"
import { headerSetter } from "./header-credentials.ts"
import { putHeader } from "./header-list.ts"
import { hideName } from "./hide-name.ts"
import { queryCredentials } from "./query-credentials.ts"
import { queryParts } from "./query-parts.ts"

/** For credentials that go wherever they want and may be renewed: a manifest's of every kind, and an application's own. */
export const anyCredentials: Authorisation = {
  apply: (call, request) => applyAll(call, targetOf(call, request)),
  async renew(call) {
    const context = contextOf(call)
    let again = false
    for (const one of call.plan.auth) {
      const answer = one.onUnauthorized?.(context) ?? false
      if (typeof answer === "boolean" ? answer : await call.lifetime.race(answer)) again = true
    }
    return again
  },
}

function targetOf(call: Call, request: OpenRequest): AuthTarget {
  const { headers } = request
  return {
    setHeader: headerSetter(request),
    setQuery(name, value) {
      hideName(request, name)
      const { client, spec } = call.plan
      queryCredentials(client, spec.id).add(name)
      // A hook may have added a fragment, which is not sent.
      const [path = "", ...query] = (request.url.split("#")[0] ?? "").split("?")
      const others = queryParts(query.join("?"), new Set([name]))
      request.url = `${path}?${[...others, encodeQuery([[name, value]])].join("&")}`
    },
    setCookie(name, value) {
      const given = headers.find(([other]) => /^cookie$/i.test(other))?.[1]
      putHeader(headers, "Cookie", `${given === undefined ? "" : `${given}; `}${name}=${value}`)
    },
  }
}
