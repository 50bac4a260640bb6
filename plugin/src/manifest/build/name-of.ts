import { closest } from "../../diagnostics/closest.ts"
import { textOf, type Tree } from "../check/tree.ts"
import type { BuildContext } from "./context.ts"

/** A name that refers to something of the manifest; one that does not is reported and comes out as `undefined`. */
export function nameOf(
  tree: Tree | undefined,
  known: ReadonlySet<string>,
  kind: string,
  { report }: BuildContext,
): string | undefined {
  const name = textOf(tree)
  if (tree === undefined || name === undefined) return undefined
  if (known.has(name)) return name
  report.add("PRISTINE_M0302", tree.pointer, { kind, name, suggestion: closest(name, known) })
  return undefined
}
