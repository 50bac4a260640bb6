import type { MockSpec } from "../../ports/mock-spec.ts"

/** An operation as a mock sees it. */
export interface MockedOperation {
  readonly id: string
  readonly method: string
  /** Path template: `/pets/{id}`. */
  readonly route: string
  /** Path of the manifest's base URL, without a slash at its end. */
  readonly basePath: string
  readonly mock: MockSpec
  /** Of a future: the answer to its first request, for an id of the mock's; absent: it answers with the result. */
  readonly ticket?: (requestId: string) => unknown
}

/** The operation that answers a request, with the texts that stand for the parts of its path. */
export interface Match {
  readonly operation: MockedOperation
  readonly path: Readonly<Record<string, string>>
}

/** Where an operation's route is looked for, one after the other: a placeholder holds no slash if that can be. */
const places = [
  { anywhere: false, placeholder: "([^/]+)" },
  { anywhere: false, placeholder: "(.+)" },
  { anywhere: true, placeholder: "([^/]+)" },
  { anywhere: true, placeholder: "(.+)" },
] as const

/**
 * Finds the operation of a request by method and path: behind the base URL's path of the manifest, else behind any, for a
 * client with a base URL of its own. Of several the one whose route has more text of its own wins.
 */
export function matchOperation(
  operations: readonly MockedOperation[],
  method: string,
  path: string,
): Match | undefined {
  const candidates = operations.filter((operation) => operation.method === method)
  for (const { anywhere, placeholder } of places) {
    const found = candidates.flatMap((operation) => {
      const base = anywhere ? ".*" : escaped(operation.basePath)
      const values = matchRoute(operation.route, base, placeholder, path)
      return values ? [{ operation, path: values, text: operation.route.replaceAll(/\{[^{}]*\}/g, "").length }] : []
    })
    const [best] = found.sort((a, b) => b.text - a.text)
    if (best) return best
  }
  return undefined
}

function matchRoute(
  route: string,
  base: string,
  placeholder: string,
  path: string,
): Record<string, string> | undefined {
  const names: string[] = []
  const pattern = route.replaceAll(/\{([^{}]+)\}|[^{}]+/g, (text: string, name?: string) => {
    if (name === undefined) return escaped(text)
    names.push(name)
    return placeholder
  })
  const match = new RegExp(`^${base}${pattern.replace(/\/$/, "")}/?$`).exec(path)
  return match ? Object.fromEntries(names.map((name, index) => [name, decoded(match[index + 1] ?? "")])) : undefined
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]|/-]/g, String.raw`\$&`)
}

function decoded(text: string): string {
  return text.split("/").map(decodeURIComponent).join("/")
}
