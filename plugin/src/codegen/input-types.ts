import { flatInput } from "../model/flat-input.ts"
import type { BodyModel, OperationModel } from "../model/operation.ts"
import type { Field, TypeNode } from "../model/type-node.ts"
import type { TypeAnalysis } from "./codec/type-analysis.ts"

/**
 * The type that an operation's input is checked against. A flat body of a named type with nothing beside it is that
 * type, so that one schema serves both. `undefined`: the operation takes no input.
 */
export function inputType(operation: OperationModel, analysis: TypeAnalysis): TypeNode | undefined {
  const { body, parameters } = operation
  if (!body && parameters.length === 0) return undefined
  const isBody = body?.placement === "flat" && parameters.length === 0 && body.constants.length === 0
  return isBody && body.type.kind === "ref" ? body.type : flatInput(operation, analysis.model)
}

/** The type of a flat body as it stands in the input: fields that constants set are gone. */
export function bodyInInput(body: BodyModel, analysis: TypeAnalysis): TypeNode {
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
