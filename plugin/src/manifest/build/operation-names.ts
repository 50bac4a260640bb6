import { splitWords, toCamelCase, toSingular } from "./names.ts"

/** What decides an operation's name. */
export interface NamedEndpoint {
  readonly id: string
  /** The `name` key: it wins, as written. */
  readonly name: string | undefined
  /** Resource path as written, outermost first. */
  readonly resource: readonly string[]
}

/**
 * Names of operations within their resources, in the order given: the id in camelCase without the resource's own word
 * (`list_pets` in `pets` is `list`), which stays where two operations of a resource would become the same. A `name` makes
 * no other operation change its own: where the two are the same, both are, and the manifest is refused.
 */
export function nameOperations(endpoints: readonly NamedEndpoint[]): readonly string[] {
  const short = endpoints.map((endpoint) => toCamelCase(dropResource(endpoint)))
  const full = endpoints.map((endpoint) => toCamelCase(splitWords(endpoint.id)))
  const taken = new Map<string, number>()
  const key = (index: number, name: string | undefined) => JSON.stringify([endpoints[index]?.resource, name])
  for (const [index, { name: given }] of endpoints.entries()) {
    if (given !== undefined) continue
    for (const name of new Set([short[index], full[index]]))
      taken.set(key(index, name), (taken.get(key(index, name)) ?? 0) + 1)
  }
  return endpoints.map(({ name: given }, index) => {
    if (given !== undefined) return given
    const unique = taken.get(key(index, short[index])) === 1
    return (unique ? short[index] : full[index]) ?? ""
  })
}

/** Words of an id without those of its innermost resource, singular or plural; all of them where nothing would stay. */
function dropResource({ id, resource }: NamedEndpoint): readonly string[] {
  const words = splitWords(id)
  const own = splitWords(resource.at(-1) ?? "").map(toSingular)
  if (own.length === 0 || own.length >= words.length) return words
  const singular = words.map(toSingular)
  const start = singular.findIndex((_, index) => own.every((word, step) => singular[index + step] === word))
  if (start < 0) return words
  const rest = words.filter((_, index) => index < start || index >= start + own.length)
  return /^\p{N}/u.test(rest[0] ?? "") ? words : rest
}
