import type { ApiModel } from "./api-model.ts"
import { childTypes } from "./child-types.ts"
import { mapSame, mapTypes } from "./map-types.ts"
import { mapOperationTypes, type OperationSide } from "./operation-types.ts"
import type { Field, TypeNode } from "./type-node.ts"

/**
 * The same model with two types in place of each one that holds, at any depth, fields of requests or of answers alone:
 * `Pet` as answers have it, and `PetInput` as requests do. A model without such fields is returned as it is.
 */
export function splitAccess(model: ApiModel): ApiModel {
  const split = findSplit(model.types)
  const inputs = chooseInputNames(split, model.types)
  const see = (node: TypeNode, side: OperationSide): TypeNode => mapTypes(node, (inner) => view(inner, side, inputs))
  const operations = mapSame(model.operations, (operation) => mapOperationTypes(operation, see))
  if (split.size === 0 && operations === model.operations) return model
  const types = [...model.types].flatMap(([name, type]): (readonly [string, TypeNode])[] => {
    const input = inputs.get(name)
    if (input === undefined) return [[name, type]]
    return [
      [name, { ...see(type, "output"), side: "output" }],
      [input, { ...see(type, "input"), side: "input" }],
    ]
  })
  return { ...model, operations, types: new Map(types) }
}

/** Names of the types that look different from the two sides, by themselves or through a type that they mention. */
function findSplit(types: ApiModel["types"]): ReadonlySet<string> {
  const found = new Set<string>()
  for (let before = -1; before !== found.size;) {
    before = found.size
    for (const [name, type] of types) if (!found.has(name) && differs(type, found)) found.add(name)
  }
  return found
}

/** What a codec of one's own makes of a value has no fields that anybody here knows. */
function differs(node: TypeNode, found: ReadonlySet<string>): boolean {
  if (node.kind === "ref") return found.has(node.name)
  if (node.codec?.kind === "code") return false
  if (node.kind === "object" && node.fields.some(({ access }) => access !== undefined)) return true
  return childTypes(node).some((child) => differs(child, found))
}

function chooseInputNames(split: ReadonlySet<string>, types: ApiModel["types"]): ReadonlyMap<string, string> {
  const taken = new Set(types.keys())
  return new Map(
    [...split].map((name) => {
      let input = `${name}Input`
      for (let count = 2; taken.has(input); count += 1) input = `${name}Input${count}`
      taken.add(input)
      return [name, input]
    }),
  )
}

function view(node: TypeNode, side: OperationSide, inputs: ReadonlyMap<string, string>): TypeNode {
  if (node.kind === "ref") {
    const name = side === "input" ? inputs.get(node.name) : undefined
    return name === undefined ? node : { ...node, name }
  }
  if (node.kind === "object" && node.codec?.kind !== "code") {
    const fields = node.fields.filter((field) => isSeen(field, side))
    return fields.length === node.fields.length ? node : { ...node, fields }
  }
  if (node.kind === "union" && node.distinctFields === true && node.variants.some((one) => mentions(one, inputs))) {
    // Their required fields may no longer tell the variants apart.
    const { distinctFields: _, ...rest } = node
    return rest
  }
  return node
}

function mentions(node: TypeNode, inputs: ReadonlyMap<string, string>): boolean {
  if (node.kind !== "ref") return true
  return inputs.has(node.name) || [...inputs.values()].includes(node.name)
}

function isSeen({ access }: Field, side: OperationSide): boolean {
  return access === undefined || access === (side === "input" ? "write" : "read")
}
