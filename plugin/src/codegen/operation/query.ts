import type { OperationModel } from "../../model/operation.ts"
import type { TypeCode } from "../codec/type-code.ts"
import { layoutArray } from "../layout.ts"
import { headerPair } from "./headers.ts"
import { parameterPairs } from "./parameters.ts"

/** The query of an operation as a function of input and scope: constants first, then parameters as declared. */
export function queryFunction(code: TypeCode, operation: OperationModel): string | undefined {
  const pairs = [
    ...operation.query.map((value) => headerPair(code.module, value)),
    ...operation.parameters
      .filter((parameter) => parameter.in === "query")
      .flatMap((each) => parameterPairs(code, each)),
  ]
  if (pairs.length === 0) return undefined
  const list = layoutArray(pairs)
  return `${list.includes("scope") ? "(input, scope)" : "(input)"} => ${list}`
}
