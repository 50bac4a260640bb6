import { quoteText } from "../../diagnostics/quote-text.ts"
import type { OperationModel } from "../../model/operation.ts"
import { member, type Tree } from "../check/tree.ts"
import type { BuildContext } from "./context.ts"
import type { EndpointEntry } from "./endpoint-entry.ts"
import { nameOf } from "./name-of.ts"

/** Which lists of credentials an endpoint sends: its own word, or that of the defaults, or the list `default`. */
export function buildCredentials(
  { tree, defaults }: EndpointEntry,
  lists: ReadonlySet<string>,
  context: BuildContext,
): OperationModel["auth"] {
  const given = member(tree, "auth") ?? member(defaults, "auth")
  if (given?.value === false) return []
  if (given?.items) return alternatives(given, given.items, lists, context)
  const name = nameOf(given, lists, "list of credentials", context)
  if (name !== undefined) return [name]
  return lists.has("default") ? ["default"] : []
}

function alternatives(
  given: Tree,
  items: readonly Tree[],
  lists: ReadonlySet<string>,
  context: BuildContext,
): OperationModel["auth"] {
  const { report } = context
  if (items.length === 0) {
    report.add("PRISTINE_M0110", given.pointer, { what: "An empty list names no credentials", fix: "Write false." })
  }
  const named = new Set<string>()
  for (const item of items) {
    const name = nameOf(item, lists, "list of credentials", context)
    if (name === undefined) continue
    if (named.has(name)) {
      const what = `The alternative ${quoteText(name)} is listed twice`
      report.add("PRISTINE_M0110", item.pointer, { what, fix: "Remove one." })
    }
    named.add(name)
  }
  const none = items.findIndex(({ value }) => value === false)
  if (none === -1) return [...named]
  const after = items[none + 1]
  if (after) {
    const what = "An alternative after `false` is never sent, because `false` needs no credentials"
    report.add("PRISTINE_M0110", after.pointer, { what, fix: "Move `false` to the end." })
  }
  return named.size === 0 ? [] : [...named, false]
}
