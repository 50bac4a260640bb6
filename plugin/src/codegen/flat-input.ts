import type { BodyModel, OperationModel, Parameter } from "../model/operation.ts"
import type { Field, TypeNode } from "../model/type-node.ts"
import type { TypeAnalysis } from "./codec/type-analysis.ts"

/**
 * The type of an operation's flat input: parameters, then the body's fields, or `body`. A union of objects stays a
 * union, each variant with the parameters. `undefined`: the operation takes no input.
 */
export function flatInput(operation: OperationModel, analysis: TypeAnalysis): TypeNode | undefined {
  const parameters = operation.parameters.map(parameterField)
  const { body, pointer } = operation
  if (!body) return parameters.length > 0 ? { kind: "object", fields: parameters, pointer } : undefined
  if (body.placement === "flat") {
    if (parameters.length === 0 && body.constants.length === 0) return body.type
    return withFields(flatBody(body, analysis), parameters)
  }
  const field: Field = {
    name: "body",
    wire: ["body"],
    type: body.type,
    required: body.required,
    omitNull: false,
    pointer,
  }
  return { kind: "object", fields: [...parameters, field], pointer }
}

/** The body's type as written into the input, references resolved, constants still in place. */
export function flatBody(body: BodyModel, analysis: TypeAnalysis): TypeNode {
  const constants = new Set(body.constants.map((constant) => constant.name))
  return mapObjects(body.type, analysis, (fields) => fields.filter((field) => !constants.has(field.name)))
}

/** Rewrites the fields of an object, or of each variant of a union of objects. */
export function mapObjects(
  node: TypeNode,
  analysis: TypeAnalysis,
  change: (fields: readonly Field[]) => readonly Field[],
): TypeNode {
  const type = analysis.resolve(node)
  if (type.kind === "object") return { ...type, fields: change(type.fields) }
  if (type.kind === "union") {
    return { ...type, variants: type.variants.map((variant) => mapObjects(variant, analysis, change)) }
  }
  throw new TypeError(`The fields of a ${type.kind} cannot stand in an input`)
}

function withFields(type: TypeNode, parameters: readonly Field[]): TypeNode {
  if (type.kind === "object") return { ...type, fields: [...parameters, ...type.fields] }
  if (type.kind === "union")
    return { ...type, variants: type.variants.map((variant) => withFields(variant, parameters)) }
  return type
}

function parameterField(parameter: Parameter): Field {
  return {
    name: parameter.name,
    wire: [parameter.wire],
    type: parameter.type,
    required: parameter.required,
    ...(parameter.default !== undefined && { default: parameter.default }),
    omitNull: parameter.omitNull,
    pointer: parameter.pointer,
  }
}
