import type { NamedValue, OperationModel } from "../../model/operation.ts"
import type { CodeModule } from "../code-module.ts"
import type { TypeCode } from "../codec/type-code.ts"
import { encodeString } from "../encode/string.ts"
import { layoutArray } from "../layout.ts"
import { inScope, valueExpression } from "../value-expression.ts"
import { parameterPairs } from "./parameters.ts"

/** `["X-Name", value]` */
export function headerPair(module: CodeModule, header: NamedValue): string {
  return `[${encodeString(header.name)}, ${valueExpression(module, header.value, inScope)}]`
}

/**
 * The headers of an operation as a function of input and scope, `undefined` when it has none. `shared` are the first
 * headers of every operation that has any: a function of the service part makes those.
 */
export function headersFunction(
  code: TypeCode,
  operation: OperationModel,
  shared: readonly NamedValue[],
): string | undefined {
  const sharing = shared.length > 0 && operation.headers.length > 0
  const own = operation.headers.slice(sharing ? shared.length : 0)
  const pairs = [
    ...own.map((header) => headerPair(code.module, header)),
    ...operation.parameters
      .filter((parameter) => parameter.in === "header")
      .flatMap((each) => parameterPairs(code, each)),
  ]
  const defaults = sharing ? code.module.part("service", "defaultHeaders") : undefined
  if (pairs.length === 0) return defaults
  return `(input, scope) => ${layoutArray(defaults === undefined ? pairs : [`...${defaults}(input, scope)`, ...pairs])}`
}
