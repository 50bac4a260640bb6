import type { ApiModel } from "./api-model.ts"
import type { OperationModel, Parameter } from "./operation.ts"
import { resolveType } from "./resolve-type.ts"
import type { Field, TypeNode } from "./type-node.ts"

/**
 * The type of an operation's input: one closed object of its parameters and, where the body is flat, the body's fields;
 * a union of such objects where the body is a union. A body that is not flat is the field `body`. Fields that the
 * manifest's `body` sets are gone. `wire` of a parameter's field is its wire name.
 */
export function flatInput(operation: OperationModel, model: Pick<ApiModel, "types">): TypeNode {
  const parameters = operation.parameters.map(toField)
  const { body, pointer } = operation
  if (body === undefined) return { kind: "object", pointer, fields: parameters }
  if (body.placement === "body")
    return { kind: "object", pointer, fields: [...parameters, bodyField(operation, body.type)] }
  const constants = new Set(body.constants.map(({ name }) => name))
  return distribute(body.type, model.types, (fields) => [
    ...parameters,
    ...fields.filter(({ name }) => !constants.has(name)),
  ])
}

function distribute(
  node: TypeNode,
  types: ReadonlyMap<string, TypeNode>,
  join: (fields: readonly Field[]) => readonly Field[],
): TypeNode {
  const target = resolveType(node, types)
  // The codec is the body's, not the input's.
  const { codec: _, ...facts } = target
  if (facts.kind === "object") return { ...facts, fields: join(facts.fields) }
  if (facts.kind !== "union") return target
  return { ...facts, variants: facts.variants.map((variant) => distribute(variant, types, join)) }
}

function toField(parameter: Parameter): Field {
  const { name, wire, type, required, omitNull, pointer } = parameter
  const filled = parameter.default === undefined ? {} : { default: parameter.default }
  return { name, wire: [wire], type, required, omitNull, pointer, ...filled }
}

function bodyField({ body, pointer }: OperationModel, type: TypeNode): Field {
  return { name: "body", wire: ["body"], type, required: body?.required ?? false, omitNull: false, pointer }
}
