import type { OperationModel } from "../model/operation.ts"

/** Operations as they nest in the default export. */
export interface ResourceTree {
  /** Dotted path; empty for the root. */
  readonly path: string
  readonly operations: readonly OperationModel[]
  readonly children: ReadonlyMap<string, ResourceTree>
}

/** Nests operations by their resources, both in declaration order. */
export function buildResourceTree(operations: readonly OperationModel[], path = "", depth = 0): ResourceTree {
  const own = operations.filter((operation) => operation.resource.length === depth)
  const nested = new Map<string, OperationModel[]>()
  for (const operation of operations) {
    const name = operation.resource[depth]
    if (name !== undefined) nested.set(name, [...(nested.get(name) ?? []), operation])
  }
  const children = [...nested].map(([name, inner]) => {
    const childPath = path === "" ? name : `${path}.${name}`
    return [name, buildResourceTree(inner, childPath, depth + 1)] as const
  })
  return { path, operations: own, children: new Map(children) }
}

/** A tree and everything under it, outermost first. */
export function flattenTree(tree: ResourceTree): readonly ResourceTree[] {
  return [tree, ...[...tree.children.values()].flatMap(flattenTree)]
}

/** The first operation in or under a resource: it stands for the resource where a place is needed. */
export function firstOperation(tree: ResourceTree): OperationModel | undefined {
  return tree.operations[0] ?? [...tree.children.values()].map(firstOperation).find((operation) => operation)
}
