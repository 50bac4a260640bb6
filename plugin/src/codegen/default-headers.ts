import type { ApiModel } from "../model/api-model.ts"
import type { NamedValue } from "../model/operation.ts"

/**
 * The headers that operations share, so that one function in the service part serves them: the longest common start of
 * all header lists that have one. Fewer than two users need no sharing.
 */
export function findDefaultHeaders(model: ApiModel): readonly NamedValue[] {
  const lists = model.operations.map((operation) => operation.headers).filter((headers) => headers.length > 0)
  const [first, ...others] = lists
  if (!first || others.length === 0) return []
  const keys = others.map((headers) => headers.map(keyOf))
  const end = first.findIndex((header, index) => keys.some((list) => list[index] !== keyOf(header)))
  return end === -1 ? first : first.slice(0, end)
}

function keyOf(header: NamedValue): string {
  return JSON.stringify([header.name, header.value])
}
