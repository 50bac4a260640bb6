import type { OperationModel, PageModel } from "../../model/operation.ts"
import type { Expression } from "../../model/value.ts"
import type { TypeCode } from "../codec/type-code.ts"
import { encodeLiteral } from "../encode/literal.ts"
import { layoutCall, layoutObject } from "../layout.ts"
import { expressionCode } from "../value-expression.ts"

const context = { env: "undefined", response: "response" }

/** The `page` of a paginated operation's spec: its items, and how the page after one is found. */
export function pageSpec(code: TypeCode, operation: OperationModel, page: PageModel): string {
  const { module } = code
  const items = `${expressionCode(module, page.items, context)} ?? []`
  const more = page.more && notFalse(expressionCode(module, page.more, context))
  return layoutObject([`items: (response) => ${items}`, way(code, operation, page, `(${items}).length`, more)])
}

function way(
  code: TypeCode,
  operation: OperationModel,
  page: PageModel,
  count: string,
  more: string | undefined,
): string {
  const { module } = code
  const guarded = (expression: string): string =>
    more === undefined ? expression : `${more} ? ${expression} : undefined`
  if (page.link)
    return `follow: ${layoutCall(module.runtime("followLink"), [`(response) => ${guarded(linkCode(code, page.link))}`])}`
  const next = nextCode(code, operation, page, count)
  return next === undefined ? "next: () => undefined" : `next: (input, response) => ${guarded(next)}`
}

function nextCode(code: TypeCode, operation: OperationModel, page: PageModel, count: string): string | undefined {
  const { module } = code
  const value = (name: string, expression: Expression | undefined): string[] =>
    expression ? [`${name}: ${expressionCode(module, expression, context)}`] : []
  const limit = page.limit === undefined ? [] : [`limit: ${parameterValue(code, operation, page.limit)}`]
  if (page.cursor !== undefined && page.next) {
    const cursor = expressionCode(module, page.next, context)
    return layoutCall(module.runtime("nextCursor"), ["input", encodeLiteral(page.cursor), cursor])
  }
  if (page.page !== undefined) {
    const options = [
      `page: ${encodeLiteral(page.page)}`,
      `first: ${encodeLiteral(firstPage(operation, page.page))}`,
      ...limit,
      `count: ${count}`,
      ...value("total", page.total),
      ...value("pages", page.pages),
    ]
    return layoutCall(module.runtime("nextPage"), ["input", layoutObject(options)])
  }
  if (page.offset === undefined) return undefined
  const options = [`offset: ${encodeLiteral(page.offset)}`, ...limit, `count: ${count}`, ...value("total", page.total)]
  return layoutCall(module.runtime("nextOffset"), ["input", layoutObject(options)])
}

/** The target of a link; a `Link` header is read by its own rules. */
function linkCode({ module }: TypeCode, link: Expression): string {
  const isHeader = link.kind === "response.header" && link.name.toLowerCase() === "link"
  return isHeader ? layoutCall(module.runtime("nextLink"), ["response.headers"]) : expressionCode(module, link, context)
}

/** A service may say it in a header, as text. */
function notFalse(code: string): string {
  return `String(${code}) !== "false"`
}

function firstPage(operation: OperationModel, name: string): number {
  const parameter = operation.parameters.find((each) => each.name === name)
  const { default: given } = parameter ?? {}
  return given?.kind === "constant" && typeof given.value === "number" ? given.value : 1
}

function parameterValue(code: TypeCode, operation: OperationModel, name: string): string {
  const parameter = operation.parameters.find((each) => each.name === name)
  const member = code.member("input", name)
  return parameter?.default?.kind === "constant" ? `${member} ?? ${encodeLiteral(parameter.default.value)}` : member
}
