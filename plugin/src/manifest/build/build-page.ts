import { closest } from "../../diagnostics/closest.ts"
import type { PageModel, Parameter } from "../../model/operation.ts"
import { resolveType } from "../../model/resolve-type.ts"
import type { TypeNode } from "../../model/type-node.ts"
import type { Expression } from "../../model/value.ts"
import { member, textOf, type Tree } from "../check/tree.ts"
import { buildExpression, type ValuePlace } from "./build-value.ts"
import type { BuildContext } from "./context.ts"

const itemsPlace: ValuePlace = { where: "`items` of a page", kinds: ["response.body"] }
const totalPlace: ValuePlace = { where: "`total` of a page", kinds: ["response.body", "response.header"] }

/** Pagination of a list, or `undefined` when it is too broken to say. */
export function buildPage(
  tree: Tree,
  parameters: readonly Parameter[],
  result: TypeNode | undefined,
  context: BuildContext,
): PageModel | undefined {
  const itemsTree = member(tree, "items")
  const totalTree = member(tree, "total")
  const items = itemsTree && buildExpression(itemsTree, itemsPlace, context.report)
  const total = totalTree && buildExpression(totalTree, totalPlace, context.report)
  const offset = parameterName(member(tree, "offset"), parameters, context)
  const limit = parameterName(member(tree, "limit"), parameters, context)
  if (itemsTree === undefined || items === undefined) return undefined
  return {
    items,
    item: itemType(items, itemsTree, result, context),
    ...(total && { total }),
    ...(offset !== undefined && { offset }),
    ...(limit !== undefined && { limit }),
  }
}

function parameterName(
  tree: Tree | undefined,
  parameters: readonly Parameter[],
  { report, types }: BuildContext,
): string | undefined {
  const name = textOf(tree)
  if (tree === undefined || name === undefined) return undefined
  const found = parameters.find((parameter) => parameter.name === name)
  if (found === undefined) {
    const suggestion = closest(
      name,
      parameters.map((parameter) => parameter.name),
    )
    report.add("PRISTINE_M0302", tree.pointer, { kind: "parameter", name, suggestion })
  } else if (!["number", "any"].includes(resolveType(found.type, types).kind)) {
    const what = 'A page is counted with a parameter of the type "integer"'
    report.add("PRISTINE_M0110", tree.pointer, { what, fix: "Name another parameter, or change its type." })
  }
  return name
}

function itemType(items: Expression, tree: Tree, result: TypeNode | undefined, context: BuildContext): TypeNode {
  const any: TypeNode = { kind: "any", pointer: tree.pointer }
  if (!("path" in items)) return any
  let node = result === undefined ? any : resolveType(result, context.types)
  for (const step of items.path) {
    node = resolveType(stepInto(node, step, any), context.types)
  }
  if (node.kind === "array") return node.items
  if (node.kind === "any" || (result && context.unreadable.has(resolveType(result, context.types).pointer))) return any
  context.report.add("PRISTINE_M0703", tree.pointer, { expression: textOf(tree) ?? "", found: describe(node) })
  return any
}

/** What lies behind one step of a pointer; a field that is not declared is `null`: it leads nowhere. */
function stepInto(node: TypeNode, step: string, any: TypeNode): TypeNode {
  if (node.kind === "map") return node.values
  if (node.kind !== "object") return node.kind === "any" || node.kind === "union" ? any : { ...any, kind: "null" }
  const field = node.fields.find(({ wire }) => wire.includes(step))
  return field?.type ?? node.additional ?? { ...any, kind: "null" }
}

function describe(node: TypeNode): string {
  if (node.kind === "null") return "nothing"
  return node.kind === "object" || node.kind === "map" ? "an object" : `a value of the kind ${node.kind}`
}
