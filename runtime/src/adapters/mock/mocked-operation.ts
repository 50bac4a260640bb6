import type { MockSpec } from "../../ports/mock-spec.ts"

/** An operation as a mock sees it. */
export interface MockedOperation {
  readonly id: string
  readonly method: string
  /** Path template: `/pets/{id}`. */
  readonly route: string
  readonly mock: MockSpec
  /** Of a future: the answer to its first request, for an id of the mock's; absent: it answers with the result. */
  readonly ticket?: (requestId: string) => unknown
}

/** The operation that answers a request, with the texts that stand for the parts of its path. */
export interface Match {
  readonly operation: MockedOperation
  readonly path: Readonly<Record<string, string>>
}

/**
 * Finds the operation of a request by method and path. The path may have a prefix, a base URL's. Of several the longest
 * route wins, then the one with fewer placeholders.
 */
export function matchOperation(
  operations: readonly MockedOperation[],
  method: string,
  path: string,
): Match | undefined {
  const given = path.split("/").filter(Boolean)
  const found = operations.flatMap((operation) => {
    if (operation.method !== method) return []
    const route = operation.route.split("/").filter(Boolean)
    const path = matchRoute(route, given.slice(Math.max(0, given.length - route.length)))
    return path ? [{ operation, path, rank: [route.length, -Object.keys(path).length] as const }] : []
  })
  const [best] = found.sort((a, b) => b.rank[0] - a.rank[0] || b.rank[1] - a.rank[1])
  return best
}

function matchRoute(route: readonly string[], given: readonly string[]): Record<string, string> | undefined {
  if (route.length !== given.length) return undefined
  const values: Record<string, string> = {}
  for (const [index, part] of route.entries()) {
    const names: string[] = []
    const pattern = part.replaceAll(/\{([^{}]+)\}|[^{}]+/g, (text: string, name?: string) => {
      if (name === undefined) return text.replaceAll(/[\\^$.*+?()[\]|/-]/g, String.raw`\$&`)
      names.push(name)
      return "(.+)"
    })
    const match = new RegExp(`^${pattern}$`).exec(given[index] ?? "")
    if (!match) return undefined
    for (const [position, name] of names.entries()) values[name] = decodeURIComponent(match[position + 1] ?? "")
  }
  return values
}
