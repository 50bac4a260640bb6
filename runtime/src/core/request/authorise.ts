import { toPristineError } from "../../errors/to-pristine-error.ts"
import type { AuthContext, AuthTarget } from "../../ports/auth.ts"
import type { Call } from "../call/call.ts"
import { encodeQuery } from "./encode-query.ts"
import { putHeader } from "./header-list.ts"
import type { OpenRequest } from "../client/hook-runner.ts"
import { lazySignal } from "./lazy-signal.ts"
import { queryCredentials } from "./query-credentials.ts"
import { queryParts } from "./query-parts.ts"

/** Puts the credentials on the request of one attempt, over whatever it says. `undefined` where nothing was waited for. */
export function authorise(call: Call, request: OpenRequest): Promise<void> | undefined {
  const { auth } = call.plan
  if (auth.length === 0) return undefined
  const target = targetOf(call, request)
  const context = contextOf(call)
  const from = (first: number): Promise<void> | undefined => {
    for (let index = first; index < auth.length; index += 1) {
      const applied = auth[index]?.apply(target, context)
      if (applied) return call.lifetime.race(applied).then(() => from(index + 1))
    }
    return undefined
  }
  try {
    return from(0)?.catch(refuse)
  } catch (thrown) {
    return refuse(thrown)
  }
}

function refuse(thrown: unknown): never {
  throw toPristineError(thrown, "config", "The credentials could not be read", { phase: "auth" })
}

function targetOf(call: Call, request: OpenRequest): AuthTarget {
  const { headers } = request
  // Whoever logs or keeps the request knows `Authorization`, and no service's own header of a key.
  const hide = (name: string): void => {
    const { secrets } = request
    request.secrets = { ...secrets, names: [...(secrets?.names ?? []), name] }
  }
  return {
    setHeader(name, value) {
      if (name !== "Authorization") hide(name)
      putHeader(headers, name, value)
    },
    setQuery(name, value) {
      hide(name)
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
  const { clock, env } = client
  return lazySignal({ client, clock, env }, () => lifetime.signal)
}
