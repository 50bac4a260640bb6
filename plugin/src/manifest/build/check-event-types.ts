import { closest } from "../../diagnostics/closest.ts"
import type { OperationModel } from "../../model/operation.ts"
import { resolveType } from "../../model/resolve-type.ts"
import type { TypeNode } from "../../model/type-node.ts"
import { member, oneOrMany, textOf } from "../check/tree.ts"
import type { BuildContext } from "./context.ts"
import type { EndpointEntry } from "./endpoint-entry.ts"

/**
 * Warns of types in `event_types` that no event can have: services name a server-sent event as the field `type` of its data
 * does, so where a union over `type` knows all of them, another one is a slip. A `message` is an event without a name.
 */
export function checkEventTypes(operation: OperationModel, entry: EndpointEntry, context: BuildContext): void {
  const { stream, result } = operation
  const known = stream?.eventTypes && result ? constantsOf(result, context) : undefined
  const written = member(entry.tree, "event_types")
  if (!known || !written) return
  for (const tree of oneOrMany(written)) {
    const type = textOf(tree) ?? ""
    if (type === "message" || known.includes(type)) continue
    context.report.add("PRISTINE_M0705", tree.pointer, { type, known, suggestion: closest(type, known) })
  }
}

/** Values that tell the variants of a union over `type` apart; `undefined`: it is none, or takes any. */
function constantsOf(type: TypeNode, { types }: BuildContext): readonly string[] | undefined {
  const union = resolveType(type, types)
  if (union.kind !== "union" || union.discriminator !== "type") return undefined
  const constants = union.variants.map((variant) => {
    const shape = resolveType(variant, types)
    const field = shape.kind === "object" ? shape.fields.find(({ name }) => name === "type") : undefined
    const literal = field && resolveType(field.type, types)
    return literal?.kind === "const" && typeof literal.value === "string" ? literal.value : undefined
  })
  return constants.every((constant) => constant !== undefined) ? constants : undefined
}
