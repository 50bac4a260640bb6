import { member, textOf, type Tree } from "../check/tree.ts"
import type { BuildContext } from "./context.ts"

/**
 * Reports named types that are nothing but each other (`A: "B", B: "A"`), directly or as variants of unions. A type that
 * contains itself in a field or a list is fine.
 */
export function checkReferenceCycles({ report, typeTrees }: BuildContext): void {
  const done = new Set<string>()
  const visit = (name: string, path: readonly string[]): void => {
    const tree = typeTrees.get(name)
    if (tree === undefined || done.has(name)) return
    const start = path.indexOf(name)
    if (start >= 0) {
      report.add("PRISTINE_M0303", tree.pointer, { kind: "type", path: [...path.slice(start), name] }, "key")
      return
    }
    for (const next of aliasesOf(tree)) visit(next, [...path, name])
    done.add(name)
  }
  for (const name of typeTrees.keys()) visit(name, [])
}

function aliasesOf(tree: Tree): readonly string[] {
  const name = textOf(tree) ?? textOf(tree, "type")
  const variants = member(tree, "any_of")?.items ?? []
  return [...(name === undefined ? [] : [name]), ...variants.flatMap(aliasesOf)]
}
