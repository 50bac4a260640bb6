import { toPristineError } from "../../errors/to-pristine-error.ts"
import type { AuthContext, AuthTarget } from "../../ports/auth.ts"
import type { Call } from "../call/call.ts"
import type { OpenRequest } from "../client/hook-runner.ts"
import { lazySignal } from "./lazy-signal.ts"

/** How credentials come onto the requests of a client. A client whose service wants none has none of it. */
export interface Authorisation {
  /** Puts the credentials on the request of one attempt, over whatever it says. `undefined` where nothing was waited for. */
  apply(call: Call, request: OpenRequest): Promise<void> | undefined
  /** Tells the credentials that the service refused them; true if another attempt is worth it. Absent: it never is. */
  renew?(call: Call): Promise<boolean>
}

/** Has every credential of a call applied to a target, one after the other. */
export function applyAll(call: Call, target: AuthTarget): Promise<void> | undefined {
  const { auth } = call.plan
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

export function contextOf({ lifetime, plan: { client } }: Call): AuthContext {
  const { clock, env } = client
  return lazySignal({ client, clock, env }, () => lifetime.signal)
}
