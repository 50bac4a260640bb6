import type { Auth, AuthContext, AuthTarget } from "../../ports/auth.ts"
import { VirtualClock } from "../virtual-clock.ts"
import { claim } from "./claim.ts"
import type { ContractCase } from "./contract-case.ts"
import { showsSecret } from "./shows-secret.ts"
import { watchedSignal } from "./watched-signal.ts"

/** An adapter with a credential that works. */
export interface AuthSubject {
  readonly auth: Auth
  /** The credential as it is before any encoding: it must not be readable from the adapter. */
  readonly secret: string
  /** Environment variables that the adapter reads. Default: none. */
  readonly env?: Readonly<Record<string, string>>
  /** The client that calls, where the adapter needs more of it than an object. */
  readonly client?: object
}

/**
 * What every `Auth` keeps to: cases that throw on a breach, for any test runner.
 *
 * @example for (const { name, run } of authContract) test(name, () => run(() => ({ auth: myAuth("s3cret"), secret: "s3cret" })))
 */
export const authContract: readonly ContractCase<AuthSubject>[] = [
  {
    name: "puts a credential on the request",
    async run(make) {
      claim((await apply(await make())).length > 0, "nothing was put on the request")
    },
  },
  {
    name: "puts the same on each attempt while the credential is the same",
    async run(make) {
      const subject = await make()
      const [first, second] = [await apply(subject), await apply(subject)]
      claim(first.join() === second.join(), "two attempts got different credentials")
    },
  },
  {
    name: "puts only what a request can carry",
    async run(make) {
      for (const [place, name, value] of await apply(await make())) {
        claim(/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name) || place === "query", `the ${place} has no usable name`)
        const forbidden =
          place === "header" ? /[^\t\x20-\x7e\x80-\xff]/ : place === "cookie" ? /[^\x21-\x7e]|[";,\\]/ : /(?!)/
        claim(value !== "" && !forbidden.test(value), `the ${place} holds what it cannot`)
      }
    },
  },
  {
    name: "serves attempts at the same time",
    async run(make) {
      const subject = await make()
      const all = await Promise.all(Array.from({ length: 50 }, () => apply(subject)))
      claim(new Set(all.map((put) => put.join())).size === 1, "attempts at the same time got different credentials")
    },
  },
  {
    name: "serves two clients",
    async run(make) {
      const subject = await make()
      for (const client of [subject.client ?? {}, { ...subject.client }]) {
        claim((await apply({ ...subject, client })).length > 0, "a client got no credential")
      }
    },
  },
  {
    name: "leaves no listener on the call's signal",
    async run(make) {
      const subject = await make()
      const watched = watchedSignal()
      await apply(subject, watched.signal)
      claim(watched.listeners === 0, "an abort listener was left")
    },
  },
  {
    name: "ends with the reason, or with a credential, when the call is aborted",
    async run(make) {
      const subject = await make()
      const watched = watchedSignal()
      const reason = new Error("The call was aborted")
      const applied = apply(subject, watched.signal).then(
        () => reason,
        (thrown: unknown) => thrown,
      )
      watched.abort(reason)
      claim((await applied) === reason, "the failure is not the signal's reason")
    },
  },
  {
    name: "answers a refusal with yes or no, and without a credential sent with no",
    async run(make) {
      const subject = await make()
      const context = contextOf(subject)
      const before = await subject.auth.onUnauthorized?.(context)
      claim(before === undefined || !before, "another attempt was asked for before there was one")
      await apply(subject, context.signal, context)
      const after: unknown = await subject.auth.onUnauthorized?.(context)
      claim(after === undefined || typeof after === "boolean", "the answer is neither true nor false")
    },
  },
  {
    name: "has a credential again after a refusal",
    async run(make) {
      const subject = await make()
      const context = contextOf(subject)
      await apply(subject, context.signal, context)
      await subject.auth.onUnauthorized?.(context)
      claim((await apply(subject, context.signal, context)).length > 0, "nothing was put on the second attempt")
    },
  },
  {
    name: "hides its secret",
    async run(make) {
      const subject = await make()
      claim(!showsSecret(subject.auth, subject.secret), "the secret can be read before it is used")
      await apply(subject)
      claim(!showsSecret(subject.auth, subject.secret), "the secret can be read after it was used")
    },
  },
]

type Put = readonly [place: "header" | "query" | "cookie", name: string, value: string]

async function apply(subject: AuthSubject, signal?: AbortSignal, context?: AuthContext): Promise<readonly Put[]> {
  const put: Put[] = []
  const target: AuthTarget = {
    setHeader: (name, value) => void put.push(["header", name, value]),
    setQuery: (name, value) => void put.push(["query", name, value]),
    setCookie: (name, value) => void put.push(["cookie", name, value]),
  }
  await subject.auth.apply(target, context ?? contextOf(subject, signal))
  return put
}

function contextOf({ env = {}, client = {} }: AuthSubject, signal = new AbortController().signal): AuthContext {
  const read = (name: string): string | undefined => (Object.hasOwn(env, name) ? env[name] : undefined)
  return { signal, client, clock: new VirtualClock(), env: read }
}
