import { encodeIdentifier } from "../codegen/encode/identifier.ts"
import type { ApiModel } from "../model/api-model.ts"
import type { OperationModel } from "../model/operation.ts"
import type { ResourceTree } from "./resource-tree.ts"

/** Every name of a declaration file that is not the model's own word. */
export interface DeclarationNames {
  /** The type as read. */
  readonly output: (type: string) => string
  /** The type as written by a caller; the same name where both are one. */
  readonly input: (type: string) => string
  readonly operation: (operation: OperationModel) => OperationNames
  readonly resource: (tree: ResourceTree) => string
  /** What a type of `pristine-runtime` is called here. Asking for it imports it. */
  readonly runtime: (type: string) => string
  /** The types of `pristine-runtime` that were asked for, by their names there. */
  readonly imported: ReadonlyMap<string, string>
}

export interface OperationNames {
  readonly input: string
  readonly output: string
  readonly error: string
}

/**
 * Chooses names. A model's own type names stand as they are; then come the promised names of operations
 * (`PetsGetInput`), then those that nobody is promised. A name that is taken gets a number.
 */
export function chooseNames(
  model: ApiModel,
  split: ReadonlySet<string>,
  resources: readonly ResourceTree[],
): DeclarationNames {
  const taken = new Set(model.types.keys())
  const claim = (wanted: string): string => {
    let name = wanted
    for (let count = 2; taken.has(name); count += 1) name = `${wanted}${count}`
    taken.add(name)
    return encodeIdentifier(name)
  }

  const operations = new Map<OperationModel, OperationNames>()
  for (const operation of model.operations) {
    const base = capitalize(operation.flatName)
    operations.set(operation, {
      input: claim(`${base}Input`),
      output: claim(`${base}Output`),
      error: claim(`${base}Error`),
    })
  }
  const inputs = new Map([...split].map((type) => [type, claim(`${type}Input`)]))
  const interfaces = new Map(resources.map((tree) => [tree, claim(resourceInterface(tree.path))]))
  const imported = new Map<string, string>()

  return {
    output: (type) => encodeIdentifier(type),
    input: (type) => inputs.get(type) ?? encodeIdentifier(type),
    operation: (operation) => chosen(operations.get(operation), operation.id),
    resource: (tree) => chosen(interfaces.get(tree), tree.path),
    runtime: (type) => {
      const name = imported.get(type) ?? claim(type)
      imported.set(type, name)
      return name
    },
    imported,
  }
}

function resourceInterface(path: string): string {
  return path === "" ? "Api" : `${path.split(".").map(capitalize).join("")}Resource`
}

function capitalize(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1)
}

function chosen<Value>(value: Value | undefined, key: string): Value {
  if (value === undefined) throw new Error(`No name was chosen for ${JSON.stringify(key)}`)
  return value
}
