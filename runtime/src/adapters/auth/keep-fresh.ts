import type { TokenSource } from "../../ports/auth.ts"
import { refreshable, type RefreshOptions } from "./refreshable.ts"
import type { TokenSourceFactory } from "./token-source-factory.ts"

/**
 * Keeps the tokens of what a factory makes fresh, as `refreshable` does: for each client apart, and where the sources
 * name a `key`, once for all sources of that key within a client. A source that was made already caches by itself, and
 * stays as it is.
 *
 * @param options Times, as of `refreshable`; the clock is the client's.
 * @example createClient({ auth: bearer({ env: "KEY", source: keepFresh(exchange) }) })
 */
export function keepFresh<Given extends TokenSource | TokenSourceFactory>(
  given: Given,
  options: Omit<RefreshOptions, "clock"> = {},
): Given {
  return typeof given === "object" ? given : (freshOf(given, options) as Given)
}

function freshOf(make: TokenSourceFactory, options: Omit<RefreshOptions, "clock">): TokenSourceFactory {
  return (context) => {
    const source = make(context)
    const keep = (): ReturnType<TokenSourceFactory> => refreshable(source, { ...options, clock: context.clock })
    return source.key === undefined ? keep() : context.state(`pristine:token ${source.key}`, keep)
  }
}
