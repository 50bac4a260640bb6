import { mapSame } from "./map-types.ts"
import type { OperationModel, ResponseModel } from "./operation.ts"
import type { TypeNode } from "./type-node.ts"

/** Who sees a type of an operation: `input` is what callers write, `output` what they get. */
export type OperationSide = "input" | "output"

/** Rebuilds the types of an operation. Where `change` gives each back as it is, the operation stays the same object. */
export function mapOperationTypes(
  operation: OperationModel,
  change: (type: TypeNode, side: OperationSide) => TypeNode,
): OperationModel {
  const read = (type: TypeNode): TypeNode => change(type, "output")
  const answer = (response: ResponseModel): ResponseModel => {
    const type = response.type && read(response.type)
    return type === response.type ? response : { ...response, type }
  }
  const parameters = mapSame(operation.parameters, (parameter) => {
    const type = change(parameter.type, "input")
    return type === parameter.type ? parameter : { ...parameter, type }
  })
  const { body, page } = operation
  const bodyType = body && change(body.type, "input")
  const item = page && read(page.item)
  const result = operation.result && read(operation.result)
  const success = mapSame(operation.success, answer)
  const errors = mapSame(operation.errors, answer)
  const isSame =
    parameters === operation.parameters &&
    bodyType === body?.type &&
    item === page?.item &&
    result === operation.result &&
    success === operation.success &&
    errors === operation.errors
  if (isSame) return operation
  return {
    ...operation,
    parameters,
    ...(body && bodyType && { body: { ...body, type: bodyType } }),
    result,
    success,
    errors,
    ...(page && item && { page: { ...page, item } }),
  }
}
