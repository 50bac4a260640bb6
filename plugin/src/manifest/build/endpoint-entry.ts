import type { Report } from "../../diagnostics/report.ts"
import { member, membersOf, textOf, type Tree } from "../check/tree.ts"

/** One endpoint with its id, and the defaults it starts from. */
export interface EndpointEntry {
  readonly id: string
  readonly tree: Tree
  readonly defaults: Tree | undefined
}

/** Lists endpoints in order, whichever form they are written in; reports ids that are missing, empty or double. */
export function listEndpoints(manifest: Tree, report: Report): readonly EndpointEntry[] {
  const endpoints = member(manifest, "endpoints")
  const defaults = member(manifest, "defaults")
  const entries: EndpointEntry[] = []
  const ids = new Set<string>()
  const add = (id: string, tree: Tree): void => {
    if (ids.has(id)) report.add("PRISTINE_M0201", member(tree, "id")?.pointer ?? tree.pointer, { id })
    else entries.push({ id, tree, defaults })
    ids.add(id)
  }
  for (const tree of endpoints?.items ?? []) {
    const id = textOf(tree, "id")
    if (id !== undefined) add(id, tree)
    else if (!hasKey(tree.value, "id")) report.add("PRISTINE_M0103", tree.pointer, { key: "id", where: "an endpoint" })
  }
  for (const [key, tree] of membersOf(endpoints)) {
    const id = member(tree, "id")
    if (id !== undefined && id.value !== key) {
      const what = 'The endpoint\'s "id" differs from its key in the map'
      report.add("PRISTINE_M0110", id.pointer, { what, fix: 'Remove "id", or write `endpoints` as a list.' })
    }
    add(key, tree)
  }
  return entries
}

/** What holds for an endpoint: its own key, or else the default; `false` removes a default. */
export function effective({ tree, defaults }: EndpointEntry, key: string): Tree | undefined {
  const found = member(tree, key) ?? member(defaults, key)
  return found?.value === false ? undefined : found
}

/** Members of a map with those of the defaults before them; `false` removes one. Order is that of first mention. */
export function effectiveMap(
  { tree, defaults }: EndpointEntry,
  key: string,
  same: (name: string) => string = (name) => name,
): readonly (readonly [name: string, tree: Tree])[] {
  return mergeMaps([member(defaults, key), member(tree, key)], same)
}

/** Merges maps by key, later ones win; `false` removes. `same` maps names that mean the same thing to one text. */
export function mergeMaps(
  maps: readonly (Tree | undefined)[],
  same: (name: string) => string = (name) => name,
): readonly (readonly [name: string, tree: Tree])[] {
  const merged = new Map<string, readonly [string, Tree]>()
  for (const map of maps) {
    for (const [name, entry] of membersOf(map)) merged.set(same(name), [name, entry])
  }
  return [...merged.values()].filter(([, entry]) => entry.value !== false)
}

function hasKey(value: unknown, key: string): boolean {
  return typeof value === "object" && value !== null && Object.hasOwn(value, key)
}
