import { toPristineError } from "../errors/to-pristine-error.ts"
import type { Auth, AuthContext, AuthTarget } from "../ports/auth.ts"
import type { Call } from "./call.ts"
import { encodeQuery } from "./encode-query.ts"
import { type HeaderList, putHeader } from "./header-list.ts"

/** Puts the credentials on one attempt, over whatever the headers say, and returns the URL with those in its query. */
export async function authorise(call: Call, auth: readonly Auth[], headers: HeaderList): Promise<string> {
  const cookies: string[] = []
  const query: [name: string, value: string][] = []
  const target: AuthTarget = {
    setHeader: (name, value) => putHeader(headers, name, value),
    setQuery: (name, value) => void query.push([name, value]),
    setCookie: (name, value) => void cookies.push(`${name}=${value}`),
  }
  const context = authContext(call)
  try {
    for (const one of auth) {
      const applied = one.apply(target, context)
      if (applied instanceof Promise) await call.lifetime.race(applied)
    }
  } catch (thrown) {
    throw toPristineError(thrown, "config", "The credentials could not be read", { phase: "auth" })
  }
  if (cookies.length > 0) {
    const given = headers.find(([name]) => name.toLowerCase() === "cookie")?.[1]
    putHeader(headers, "Cookie", [...(given === undefined ? [] : [given]), ...cookies].join("; "))
  }
  if (query.length === 0) return call.url
  return `${call.url}${call.url.includes("?") ? "&" : "?"}${encodeQuery(query)}`
}

/** Tells the credentials that the service refused them; true if another attempt is worth it. */
export async function refused(call: Call): Promise<boolean> {
  const context = authContext(call)
  let again = false
  for (const one of call.plan.auth) {
    const answer = one.onUnauthorized?.(context)
    if (answer === undefined) continue
    if (typeof answer === "boolean" ? answer : await call.lifetime.race(answer)) again = true
  }
  return again
}

function authContext(call: Call): AuthContext {
  const { client } = call.plan
  return { signal: call.lifetime.signal, client, clock: client.clock, env: (name) => client.env(name) }
}
