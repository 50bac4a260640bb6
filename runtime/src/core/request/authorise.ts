import { toPristineError } from "../../errors/to-pristine-error.ts"
import type { AuthContext, AuthTarget } from "../../ports/auth.ts"
import type { Call } from "../call/call.ts"
import { encodeQuery } from "./encode-query.ts"
import { putHeader } from "./header-list.ts"
import type { OpenRequest } from "../client/hook-runner.ts"
import { queryCredentials } from "./query-credentials.ts"
import { queryParts } from "./query-parts.ts"

/** Puts the credentials on the request of one attempt, over whatever it says. */
export async function authorise(call: Call, request: OpenRequest): Promise<void> {
  const { headers } = request
  const target: AuthTarget = {
    setHeader: (name, value) => putHeader(headers, name, value),
    setQuery(name, value) {
      const { client, spec } = call.plan
      queryCredentials(client, spec.id).add(name)
      const [path = "", ...query] = request.url.split("?")
      const others = queryParts(query.join("?"), new Set([name]))
      request.url = `${path}?${[...others, encodeQuery([[name, value]])].join("&")}`
    },
    setCookie(name, value) {
      const given = headers.find(([other]) => /^cookie$/i.test(other))?.[1]
      putHeader(headers, "Cookie", `${given === undefined ? "" : `${given}; `}${name}=${value}`)
    },
  }
  const context = contextOf(call)
  try {
    for (const one of call.plan.auth) {
      const applied = one.apply(target, context)
      if (applied) await call.lifetime.race(applied)
    }
  } catch (thrown) {
    throw toPristineError(thrown, "config", "The credentials could not be read", { phase: "auth" })
  }
}

/** Tells the credentials that the service refused them; true if another attempt is worth it. */
export async function refused(call: Call): Promise<boolean> {
  const context = contextOf(call)
  let again = false
  for (const one of call.plan.auth) {
    const answer = one.onUnauthorized?.(context) ?? false
    if (typeof answer === "boolean" ? answer : await call.lifetime.race(answer)) again = true
  }
  return again
}

function contextOf({ lifetime, plan: { client } }: Call): AuthContext {
  return {
    get signal() {
      return lifetime.signal
    },
    client,
    clock: client.clock,
    env: client.env,
  }
}
