import { closest } from "../../diagnostics/closest.ts"
import type { PageModel, Parameter } from "../../model/operation.ts"
import { resolveType } from "../../model/resolve-type.ts"
import type { TypeNode } from "../../model/type-node.ts"
import type { Expression } from "../../model/value.ts"
import { member, textOf, type Tree } from "../check/tree.ts"
import { buildExpression, type ValuePlace } from "./build-value.ts"
import type { BuildContext } from "./context.ts"

const itemsPlace: ValuePlace = { where: "`items` of a page", kinds: ["response.body"] }
const answerKinds = ["response.body", "response.header"] as const
/** How the page after one can be found, and the keys that only some ways have a use for. */
const ways = ["offset", "page", "cursor", "next_link"] as const
const uses: readonly (readonly [key: string, ways: readonly string[]])[] = [
  ["next", ["cursor"]],
  ["limit", ["offset", "page"]],
  ["total", ["offset", "page"]],
  ["pages", ["page"]],
]

/** Pagination of a list, or `undefined` when it is too broken to say. */
export function buildPage(
  tree: Tree,
  parameters: readonly Parameter[],
  result: TypeNode | undefined,
  context: BuildContext,
): PageModel | undefined {
  const itemsTree = member(tree, "items")
  const items = itemsTree && buildExpression(itemsTree, itemsPlace, context.report)
  const parameter = (key: string, counted: boolean): string | undefined =>
    parameterName(member(tree, key), parameters, counted, context)
  const expression = (key: string): Expression | undefined => {
    const given = member(tree, key)
    const built = given && buildExpression(given, { where: `\`${key}\` of a page`, kinds: answerKinds }, context.report)
    if (given && built) checkReached(built, given, key, result, context)
    return built
  }
  const found = {
    offset: parameter("offset", true),
    page: parameter("page", true),
    cursor: parameter("cursor", false),
    link: expression("next_link"),
    next: expression("next"),
    limit: parameter("limit", true),
    total: expression("total"),
    pages: expression("pages"),
    more: expression("more"),
  }
  const isWay = checkWay(tree, context)
  if (itemsTree === undefined || items === undefined || !isWay) return undefined
  const given = Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined))
  return { items, item: itemType(items, itemsTree, result, context), ...given }
}

/** One way to the next page, with all that it needs and nothing that it cannot use. */
function checkWay(tree: Tree, { report }: BuildContext): boolean {
  const [way, second] = ways.filter((key) => member(tree, key))
  if (way === undefined) {
    const what = "Nothing says how the next page is found"
    report.add("PRISTINE_M0110", tree.pointer, { what, fix: `Add one of ${ways.map((key) => `"${key}"`).join(", ")}.` })
    return false
  }
  if (second !== undefined) {
    const what = `"${way}" and "${second}" are two ways to the next page`
    report.add(
      "PRISTINE_M0110",
      member(tree, second)?.pointer ?? tree.pointer,
      { what, fix: "Keep one of them." },
      "key",
    )
  }
  if (way === "cursor" && !member(tree, "next")) {
    report.add("PRISTINE_M0103", tree.pointer, { key: "next", where: "a pagination with a cursor" })
  }
  for (const [key, of] of uses) {
    const useless = member(tree, key)
    if (!useless || of.includes(way)) continue
    const because = `pages are found by "${way}"`
    report.add("PRISTINE_M0109", useless.pointer, { key, because, fix: "Remove it." }, "key")
  }
  return true
}

function parameterName(
  tree: Tree | undefined,
  parameters: readonly Parameter[],
  counted: boolean,
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
  } else if (counted && !isCounted(resolveType(found.type, types))) {
    const what = 'A page is counted with a parameter of the type "integer" without a codec'
    report.add("PRISTINE_M0110", tree.pointer, { what, fix: "Name another parameter, or change its type." })
  }
  return name
}

function isCounted({ kind, codec }: TypeNode): boolean {
  return kind === "any" || (kind === "number" && codec === undefined)
}

function itemType(items: Expression, tree: Tree, result: TypeNode | undefined, context: BuildContext): TypeNode {
  const any: TypeNode = { kind: "any", pointer: tree.pointer }
  if (!("path" in items)) return any
  let node = result === undefined ? any : resolveType(result, context.types)
  for (const step of items.path) {
    node = resolveType(stepInto(node, step, any) ?? { ...any, kind: "null" }, context.types)
  }
  if (node.kind === "array") return node.items
  if (node.kind === "any" || (result && context.unreadable.has(resolveType(result, context.types).pointer))) return any
  context.report.add("PRISTINE_M0703", tree.pointer, { expression: textOf(tree) ?? "", found: describe(node) })
  return any
}

/** Reports an expression that no answer can have a value for: its pages would end without a word. */
function checkReached(
  expression: Expression,
  tree: Tree,
  key: string,
  result: TypeNode | undefined,
  context: BuildContext,
): void {
  if (!("path" in expression) || result === undefined) return
  const any: TypeNode = { kind: "any", pointer: tree.pointer }
  let node = resolveType(result, context.types)
  for (const step of expression.path) {
    if (context.unreadable.has(node.pointer)) return
    const next = stepInto(node, step, any)
    if (next === undefined) {
      const text = textOf(tree) ?? ""
      const near =
        node.kind === "object"
          ? closest(
              step,
              node.fields.flatMap(({ wire }) => wire),
            )
          : undefined
      const suggestion = near && text.slice(0, text.length - step.length) + near
      context.report.add("PRISTINE_M0704", tree.pointer, { key, expression: text, suggestion })
      return
    }
    node = resolveType(next, context.types)
  }
}

/** What lies behind one step of a pointer; `undefined`: nothing, because the field is not declared. */
function stepInto(node: TypeNode, step: string, any: TypeNode): TypeNode | undefined {
  if (node.kind === "map") return node.values
  if (node.kind !== "object") return node.kind === "any" || node.kind === "union" || node.codec ? any : undefined
  const field = node.fields.find(({ wire }) => wire.includes(step))
  return field?.type ?? node.additional
}

function describe(node: TypeNode): string {
  if (node.kind === "null") return "nothing"
  return node.kind === "object" || node.kind === "map" ? "an object" : `a value of the kind ${node.kind}`
}
