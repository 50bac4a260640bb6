import type { OperationModel, PageModel } from "../../model/operation.ts"
import type { TypeCode } from "../codec/type-code.ts"
import { encodeLiteral } from "../encode/literal.ts"
import { layoutCall, layoutObject } from "../layout.ts"
import { expressionCode } from "../value-expression.ts"

/** The `page` of a paginated operation's spec: counted up by items read. */
export function pageSpec(code: TypeCode, operation: OperationModel, page: PageModel): string {
  const context = { env: "undefined", response: "response" }
  const items = `${expressionCode(code.module, page.items, context)} ?? []`
  const properties = [`items: (response) => ${items}`]
  if (page.offset === undefined) {
    properties.push("next: () => undefined")
  } else {
    const total = page.total && expressionCode(code.module, page.total, context)
    const options = [
      `offset: ${encodeLiteral(page.offset)}`,
      ...(page.limit === undefined ? [] : [`limit: ${limitValue(code, operation, page.limit)}`]),
      `count: (${items}).length`,
      ...(total === undefined ? [] : [`total: ${total}`]),
    ]
    properties.push(
      `next: (input, response) => ${layoutCall(code.module.runtime("nextOffset"), ["input", layoutObject(options)])}`,
    )
  }
  return layoutObject(properties)
}

function limitValue(code: TypeCode, operation: OperationModel, name: string): string {
  const parameter = operation.parameters.find((each) => each.name === name)
  const member = code.member("input", name)
  return parameter?.default?.kind === "constant" ? `${member} ?? ${encodeLiteral(parameter.default.value)}` : member
}
