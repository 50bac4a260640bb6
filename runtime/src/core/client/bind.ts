import type { Client } from "./client.ts"
import { isOperation, operationKey } from "../operation/operation-key.ts"

/**
 * The same operations with a client of their own: of a whole API, a resource or one operation. A call's
 * `options.client` still wins. What is no operation or group of them (schemas, constants) stays as it is.
 *
 * Nothing is read before it is used, so binding a whole API costs nothing at once; what is bound is kept by a bundler.
 *
 * @example const pets = bind(api.pets, createClient({ baseUrl })); await pets.get({ petId: 7 })
 */
export function bind<Target extends object>(target: Target, client: Client): Target {
  return bindValue(target, client) as Target
}

function bindValue(value: unknown, client: Client): unknown {
  if (isOperation(value)) return value[operationKey].bind(client)
  return isGroup(value) ? bindGroup(value, client) : value
}

function bindGroup(group: object, client: Client): object {
  const bound = Object.create(null) as object
  for (const name of Object.keys(group)) {
    // A member of this name would make a promise of the whole group.
    if (name === "then") continue
    let made: { readonly value: unknown } | undefined
    Object.defineProperty(bound, name, {
      enumerable: true,
      get: () => (made ??= { value: bindValue((group as Record<string, unknown>)[name], client) }).value,
    })
  }
  return Object.freeze(bound)
}

/** A module's namespace, what a bundler makes of one, or a plain object of operations; not a schema or another value. */
function isGroup(value: unknown): value is object {
  if (typeof value !== "object" || value === null || "~standard" in value) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  // The last of a chain, in another realm too.
  return prototype === null || Object.getPrototypeOf(prototype) === null
}
