import type { Exchange } from "./exchange.ts"
import { HttpError } from "./http-error.ts"
import type { Reply } from "./reply.ts"

/** Answers one exchange, or throws an `HttpError`. */
export type Handler = (exchange: Exchange) => Reply | Promise<Reply>

/** One method and path. `path` may hold `{name}` segments, which match exactly one segment each. */
export interface Route {
  readonly method: string
  readonly path: string
  readonly handle: Handler
}

function matchSegments(pattern: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  if (pattern.length !== segments.length) return undefined
  const parameters: Record<string, string> = {}
  for (const [index, expected] of pattern.entries()) {
    const segment = segments[index] as string
    if (expected.startsWith("{")) parameters[expected.slice(1, -1)] = decodeSegment(segment)
    else if (expected !== segment) return undefined
  }
  return parameters
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    throw new HttpError(400, "Path is not percent-encoded correctly")
  }
}

/**
 * Makes one handler of many routes.
 *
 * @returns a handler that throws 404 for an unknown path and 405 for a known path with another method.
 */
export function createRouter(routes: readonly Route[]): Handler {
  const table = routes.map((route) => ({ route, pattern: route.path.split("/") }))
  return (exchange) => {
    const segments = exchange.path.split("/")
    let pathKnown = false
    for (const { route, pattern } of table) {
      const parameters = matchSegments(pattern, segments)
      if (parameters === undefined) continue
      if (route.method === exchange.method) return route.handle({ ...exchange, parameters })
      pathKnown = true
    }
    throw pathKnown ? new HttpError(405, "Method Not Allowed") : new HttpError(404, "Not Found")
  }
}
