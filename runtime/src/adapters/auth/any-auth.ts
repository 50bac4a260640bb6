import { isAbsentCredential } from "../../errors/absent-credential.ts"
import { PristineError } from "../../errors/pristine-error.ts"
import type { Client } from "../../core/client/client.ts"
import type { Auth, AuthContext, AuthTarget } from "../../ports/auth.ts"
import { seeCredentials } from "./missing-variable.ts"

/**
 * Alternatives among a service's lists of credentials (the security requirements of OpenAPI 3.1, section 4.8.30): each
 * attempt sends the first list of which all credentials are there, and nothing of those before it. A credential that
 * cannot be read or used is a failure, not a reason to send another one.
 *
 * @param names Keys of `ServiceSpec.auth` in order; `false`: none are needed.
 */
export function anyAuth(...names: readonly (string | false)[]): Auth {
  const chosen = new WeakMap<AbortSignal, readonly Auth[]>()
  return {
    async apply(target, context) {
      const missing: string[] = []
      for (const name of names) {
        // A call that is over asks for no more credentials.
        context.signal.throwIfAborted()
        const list = name === false ? [] : (context.client as Client).auth(name)
        try {
          const put = await collect(list, context)
          put(target)
          chosen.set(context.signal, list)
          return
        } catch (thrown) {
          if (!isAbsentCredential(thrown)) throw thrown
          missing.push(`${String(name)} (${thrown.message.replace(seeCredentials, "")})`)
        }
      }
      const message = `No credentials, one of these is needed: ${missing.join("; ")}${seeCredentials}`
      throw new PristineError("config", message, { phase: "auth" })
    },
    async onUnauthorized(context) {
      let again = false
      for (const one of chosen.get(context.signal) ?? []) if (await one.onUnauthorized?.(context)) again = true
      return again
    },
  }
}

/** What a list would put on a request, once all of it is there. */
async function collect(list: readonly Auth[], context: AuthContext): Promise<(target: AuthTarget) => void> {
  const puts: ((target: AuthTarget) => void)[] = []
  const later: AuthTarget = {
    setHeader: (name, value) => void puts.push((target) => target.setHeader(name, value)),
    setQuery: (name, value) => void puts.push((target) => target.setQuery(name, value)),
    setCookie: (name, value) => void puts.push((target) => target.setCookie(name, value)),
  }
  for (const one of list) await one.apply(later, context)
  return (target) => puts.forEach((put) => put(target))
}
