import type { ApiModel } from "../model/api-model.ts"
import type { OperationModel } from "../model/operation.ts"
import type { TypeNode } from "../model/type-node.ts"
import { resolveType } from "../openapi/resolve-type.ts"

/** The type of what a listing operation iterates over; `undefined` where its expression leads nowhere. */
export function findPageItem(operation: OperationModel, model: Pick<ApiModel, "types">): TypeNode | undefined {
  const items = operation.page?.items
  if (items?.kind !== "response.body" || !operation.result) return undefined
  let current = resolveType(operation.result, model)
  for (const name of items.path) {
    current = current && member(current, name)
    current = current && resolveType(current, model)
  }
  return current?.kind === "array" ? current.items : undefined
}

function member(type: TypeNode, name: string): TypeNode | undefined {
  if (type.kind === "map") return type.values
  if (type.kind !== "object") return undefined
  return type.fields.find((field) => field.wire.includes(name))?.type ?? type.additional
}
