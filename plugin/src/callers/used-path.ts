import type { ApiModel } from "../model/api-model.ts"
import type { Use } from "./use.ts"

/** What a use names: a path of members of `api`, an export of the module, or both. */
export interface UsedPath {
  readonly path?: string
  readonly name?: string
}

/** Reads uses of a manifest's module: `petsGet`, `pets.get` and `api.pets.get` all mean the path `pets.get`. */
export function createUseReader({ operations }: ApiModel): (use: Use) => UsedPath {
  const resources = new Set(operations.flatMap(({ resource }) => resource.slice(0, 1)))
  const flat = new Map(operations.map(({ resource, name, flatName }) => [flatName, [...resource, name].join(".")]))
  return ({ from, chain }) => {
    const [first = ""] = chain
    if (from === "default" || resources.has(first)) return { path: chain.join(".") }
    const path = flat.get(first)
    return path === undefined ? { name: first } : { path, name: first }
  }
}

/** Whether one of two paths is the other's, or leads to it. The empty path is all of it. */
export function isWithin(operation: string, path: string): boolean {
  return path === "" || `${operation}.`.startsWith(`${path}.`) || `${path}.`.startsWith(`${operation}.`)
}
