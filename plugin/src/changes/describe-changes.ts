import type { ApiModel } from "../model/api-model.ts"
import { mark } from "./mark.ts"
import { callName, operationChanges } from "./operation-changes.ts"
import { sameMeaning } from "./same-meaning.ts"
import { typeChanges } from "./type-changes.ts"

/**
 * What changed in meaning between two texts of a manifest, in sentences without a period: "`Pet.status` gained `reserved`".
 * Empty where only layout, order of keys or documentation changed.
 */
export function describeChanges(before: ApiModel, after: ApiModel): readonly string[] {
  const plain = (["name", "version"] as const).filter((key) => before[key] !== after[key])
  return [
    ...plain.map((key) => `the ${key} is ${mark(after[key])}`),
    ...(sameMeaning(before.baseUrl, after.baseUrl) ? [] : ["the base URL is another"]),
    ...entryChanges(before.types, after.types, (name) => `the type ${mark(name)}`, typeChanges),
    ...entryChanges(
      byId(before),
      byId(after),
      (_, operation) => mark(callName(operation)),
      (_, ...pair) => operationChanges(...pair),
    ),
    ...settings("the credentials", before.auth, after.auth),
    ...settings("the retry policy", before.policies, after.policies),
    ...settings("the rate limit", before.rateLimits, after.rateLimits),
    ...settings("the server", before.servers, after.servers),
    ...settings("the circuit breaker", before.breakers, after.breakers),
    ...settings("the pool", before.pools, after.pools),
    ...(sameMeaning(before.provider, after.provider) ? [] : ["the provider's words are others"]),
  ]
}

function byId({ operations }: ApiModel): ReadonlyMap<string, ApiModel["operations"][number]> {
  return new Map(operations.map((operation) => [operation.id, operation]))
}

function settings<Part>(
  kind: string,
  before: ReadonlyMap<string, Part>,
  after: ReadonlyMap<string, Part>,
): readonly string[] {
  return entryChanges(
    before,
    after,
    (name) => `${kind} ${mark(name)}`,
    (name, was, is) => (sameMeaning(was, is) ? [] : [`${kind} ${mark(name)} changed`]),
  )
}

/** What came, what went, and what became of the rest, in the order of the new text. */
function entryChanges<Part>(
  before: ReadonlyMap<string, Part>,
  after: ReadonlyMap<string, Part>,
  label: (name: string, part: Part) => string,
  compare: (name: string, before: Part, after: Part) => readonly string[],
): readonly string[] {
  const gone = [...before].filter(([name]) => !after.has(name)).map(([name, part]) => `${label(name, part)} is gone`)
  const others = [...after].flatMap(([name, part]) => {
    const old = before.get(name)
    return old === undefined ? [`${label(name, part)} is new`] : compare(name, old, part)
  })
  return [...gone, ...others]
}
