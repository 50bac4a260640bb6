import type { OperationModel, PathPart } from "../../model/operation.ts"
import { secretNames } from "../../model/secret-names.ts"
import type { TypeNode } from "../../model/type-node.ts"
import type { TypeCode } from "../codec/type-code.ts"
import { encodeString } from "../encode/string.ts"
import { inputType } from "../input-types.ts"
import { layoutArray, layoutObject } from "../layout.ts"

/**
 * Where requests and answers of an operation hold secrets: names on the wire, and those in TypeScript, which the paths of
 * issues are made of. `undefined`: nowhere.
 */
export function secretPlaces({ analysis }: TypeCode, operation: OperationModel): string | undefined {
  const { types } = analysis.model
  // Most operations have none: whether one does is known of each type, where they stand is looked for in all of them.
  const find: typeof secretNames = (type, ...rest) => (analysis.hasSecret(type) ? secretNames(type, ...rest) : [])
  const within = (type: TypeNode): readonly string[] => find(type, types, (field) => [...field.wire, field.name])
  const parameters = operation.parameters.flatMap(({ wire, type }) =>
    within(type).map((name) => (name === "" ? wire : name)),
  )
  const input = inputType(operation, analysis)
  const given = input ? find(input, types) : []
  const bodies = [
    operation.body?.type,
    operation.result,
    ...[...operation.success, ...operation.errors].map(({ type }) => type),
    ...(operation.poll ? [...operation.poll.pending, ...operation.poll.failed] : []),
  ]
  const names = new Set([...parameters, ...given, ...bodies.flatMap((type) => (type ? within(type) : []))])
  if (names.size === 0) return undefined
  const inPath = operation.parameters.some(({ in: place, wire }) => place === "path" && names.has(wire))
  return layoutObject([
    `names: ${layoutArray([...names].sort().map(encodeString))}`,
    ...(inPath ? [`route: ${encodeString(templateOf(operation))}`] : []),
  ])
}

/** The path as the runtime builds it; `{+name}` stands for several segments (RFC 6570, section 3.2.3). */
function templateOf({ path, parameters }: OperationModel): string {
  const wireName = (name: string): string =>
    parameters.find((each) => each.in === "path" && each.name === name)?.wire ?? name
  const write = (part: PathPart): string =>
    part.kind === "text" ? part.text : `{${part.style === "segments" ? "+" : ""}${wireName(part.name)}}`
  return path.map(write).join("")
}
