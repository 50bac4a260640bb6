import { refreshable, type RefreshOptions } from "./refreshable.ts"
import type { TokenSourceFactory } from "./token-source-factory.ts"

/**
 * Keeps the tokens of what a factory makes fresh, as `refreshable` does: for each client apart, and where the sources
 * name a `key`, once for all sources of that key within a client.
 *
 * @param options Times, as of `refreshable`; the clock is the client's.
 * @example createClient({ auth: bearer({ env: "KEY", source: keepFresh(exchange) }) })
 */
export function keepFresh(
  factory: TokenSourceFactory,
  options: Omit<RefreshOptions, "clock"> = {},
): TokenSourceFactory {
  return (context) => {
    const source = factory(context)
    const keep = (): ReturnType<TokenSourceFactory> => refreshable(source, { ...options, clock: context.clock })
    return source.key === undefined ? keep() : context.state(`pristine:token ${source.key}`, keep)
  }
}
