import type { ApiModel } from "../model/api-model.ts"
import { childTypes } from "../model/child-types.ts"
import type { OperationModel } from "../model/operation.ts"
import type { TypeNode } from "../model/type-node.ts"
import type { Flow } from "./change.ts"

/** For each named type and way of travelling, the operations that carry it, at any depth. */
export type TypeReach = ReadonlyMap<string, Readonly<Record<Flow, ReadonlySet<string>>>>

/** Finds what operations carry; `nameOf` is what callers call an operation. */
export function findTypeReach(model: ApiModel, nameOf: (operation: OperationModel) => string): TypeReach {
  const reach = new Map<string, Record<Flow, Set<string>>>()
  for (const operation of model.operations) {
    const name = nameOf(operation)
    for (const flow of ["request", "response"] as const) {
      for (const type of reachable(travelling(operation, flow), model.types)) {
        const found = reach.get(type) ?? { request: new Set(), response: new Set() }
        reach.set(type, found)
        found[flow].add(name)
      }
    }
  }
  return reach
}

/** The types that an operation sends, or that its callers get. */
export function travelling(operation: OperationModel, flow: Flow): readonly TypeNode[] {
  const { parameters, body, result, success, errors, page } = operation
  if (flow === "request") return [...parameters.map(({ type }) => type), ...(body ? [body.type] : [])]
  const answers = [...success, ...errors].flatMap(({ type }) => (type ? [type] : []))
  return [...(result ? [result] : []), ...answers, ...(page ? [page.item] : [])]
}

function reachable(roots: readonly TypeNode[], types: ApiModel["types"]): ReadonlySet<string> {
  const found = new Set<string>()
  const visit = (type: TypeNode): void => {
    if (type.kind === "ref" && !found.has(type.name)) {
      found.add(type.name)
      const target = types.get(type.name)
      if (target) visit(target)
    }
    for (const child of childTypes(type)) visit(child)
  }
  for (const root of roots) visit(root)
  return found
}
