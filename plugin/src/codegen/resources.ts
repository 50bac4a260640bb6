import type { ApiModel } from "../model/api-model.ts"

/** Paths of all resources that hold operations or other resources, outermost first, in declaration order. */
export function resourcePaths(model: ApiModel): readonly (readonly string[])[] {
  const paths = new Map<string, readonly string[]>()
  for (const operation of model.operations) {
    for (let length = 1; length <= operation.resource.length; length++) {
      const path = operation.resource.slice(0, length)
      paths.set(path.join("."), path)
    }
  }
  return [...paths.values()]
}

/** Names of the resources directly under `path`. */
export function childResources(model: ApiModel, path: readonly string[]): readonly string[] {
  const children = resourcePaths(model).filter((each) => {
    return each.length === path.length + 1 && path.every((name, index) => each[index] === name)
  })
  return children.map((each) => each.at(-1) ?? "")
}
