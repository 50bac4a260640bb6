import { PristineError } from "../../errors/pristine-error.ts"
import { toPristineError } from "../../errors/to-pristine-error.ts"
import { parseUrl } from "../../values/parse-url.ts"
import type { Call } from "../call/call.ts"
import { type HeaderList, overrideHeaders } from "../request/header-list.ts"
import type { HookRunner, OpenRequest } from "./hook-runner.ts"
import type { HookedCall, HookedRequest, Hooks } from "./hooks.ts"
import { releaseBody } from "../response/release-body.ts"

/** Joins the hooks of a client's options; `onWarning` is told of an `onError` that failed when nobody waited for it. */
export function runHooks(hooks: readonly Hooks[], onWarning: (warning: PristineError) => void): HookRunner | undefined {
  if (hooks.length === 0) return undefined
  const each = async (call: Call, attempt: number, run: (hooks: Hooks, call: HookedCall) => unknown): Promise<void> => {
    const told = toldOf(call, attempt)
    try {
      for (const one of hooks) await call.lifetime.race(Promise.resolve(run(one, told)))
    } catch (thrown) {
      // What interrupted the hook has been dealt with; what it threw ends the call.
      if (!told.signal.aborted) call.lifetime.end(thrown)
      throw thrown
    }
  }
  return {
    async request(call, request) {
      const { method, url } = request
      // The bytes are the call's: what is written into them would be sent by later attempts too.
      const body = request.body instanceof Uint8Array ? new Uint8Array(request.body) : request.body
      const headers = copyHeaders(call, request)
      const written = watchWrites(headers)
      const open: HookedRequest = { method, url, headers, body }
      await each(call, call.attempts + 1, (hook, told) => hook.onRequest?.(open, told))
      return applyChanges(call, request, open, written)
    },
    async response(call, response) {
      const { status, headers } = response
      try {
        await each(call, call.attempts, (hook, told) =>
          hook.onResponse?.({ status, headers: new Headers(headers) }, told),
        )
      } catch (thrown) {
        releaseBody(response)
        throw thrown
      }
    },
    retry(call, delayMs, error) {
      call.lifetime.limit(Infinity, "total")
      return each(call, call.attempts, (hook, told) => hook.onRetry?.({ delayMs, error }, told))
    },
    async error(call, error) {
      const told = toldOf(call, call.attempts)
      const run = async (): Promise<void> => {
        for (const one of hooks) await one.onError?.(error, told)
      }
      const running = run()
      const isOver = (): boolean => call.lifetime.over !== undefined
      if (isOver()) {
        running.catch((thrown: unknown) =>
          onWarning(toPristineError(thrown, "config", `onError failed after the end of a call of ${told.operation}`)),
        )
        return error
      }
      try {
        call.lifetime.limit(Infinity, "total")
        await call.lifetime.race(running)
        return error
      } catch (thrown) {
        return isOver() ? call.explain(thrown) : thrown
      }
    },
  }
}

function copyHeaders({ plan: { spec } }: Call, request: OpenRequest): Headers {
  const headers = new Headers()
  for (const [name, value] of request.headers) {
    try {
      headers.append(name, value)
    } catch {
      // The platform quotes what it refuses: it may be a secret.
      throw refuse(`A header of ${spec.id} cannot be sent`)
    }
  }
  return headers
}

/** Names, in lower case, of the headers that are set from here on, also those that keep their value. */
function watchWrites(headers: Headers): ReadonlySet<string> {
  const written = new Set<string>()
  for (const method of ["set", "append"] as const) {
    headers[method] = (name, value) => {
      written.add(name.toLowerCase())
      Headers.prototype[method].call(headers, name, value)
    }
  }
  return written
}

/** Headers that let somebody in, whoever gave them. */
const credentials = /^(?:(?:proxy-)?authorization|cookie|(?:x-)?api-key|x-auth-token)$/

/** Puts what hooks made of a request on the wire: what they left alone stays as it was written. */
function applyChanges(
  call: Call,
  request: OpenRequest,
  { url, headers, body }: HookedRequest,
  written: ReadonlySet<string>,
): boolean {
  const target = parseUrl(url)
  if (!target) throw refuse(`A hook of ${call.plan.spec.id} made a URL that is none`)
  const stays = target.origin === new URL(call.url).origin
  const spelling = new Map(request.headers.map(([name]) => [name.toLowerCase(), name]))
  const before = copyHeaders(call, request)
  const same = (name: string): boolean => headers.get(name) === before.get(name)
  const own = ownHeaders(call)
  // Options may hold a key under any name, and were given for the client's own service.
  const goes = (name: string): boolean => stays || written.has(name) || !(own.has(name) || credentials.test(name))
  const list = request.headers.filter(([name]) => same(name) && goes(name.toLowerCase())) as HeaderList
  const changed = [...headers].filter(([name]) => !same(name))
  overrideHeaders(list, Object.fromEntries(changed.map(([name, value]) => [spelling.get(name) ?? name, value])))
  request.headers = list
  if (body === undefined) delete request.body
  else request.body = body
  request.url = url
  return stays
}

/** Names, in lower case, of the headers that client and caller gave, and of those that the manifest calls a secret. */
function ownHeaders({ options, plan: { spec, client } }: Call): ReadonlySet<string> {
  const { names = [] } = spec.secrets ?? {}
  const given = [client.options.headers, options.headers].flatMap((headers) => Object.keys(headers ?? {}))
  return new Set([...given, ...names].map((name) => name.toLowerCase()))
}

function refuse(message: string): PristineError {
  return new PristineError("input", message, { phase: "prepare" })
}

function toldOf({ plan: { spec, client }, lifetime }: Call, attempt: number): HookedCall {
  const { id, route } = spec
  return { operation: id, route, attempt, client, signal: lifetime.signal }
}
