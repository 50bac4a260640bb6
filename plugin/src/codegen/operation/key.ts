import type { OperationModel } from "../../model/operation.ts"
import { childTypes } from "../../model/child-types.ts"
import { secretNames } from "../../model/secret-names.ts"
import type { TypeNode } from "../../model/type-node.ts"
import type { TypeCode } from "../codec/type-code.ts"
import { encodeString } from "../encode/string.ts"
import { inputType } from "../input-types.ts"
import { layoutCall } from "../layout.ts"

/** What makes the text of `.key` out of an input: nothing where the input is plain, which costs a bundle least. */
export function keyFunction({ module, analysis }: TypeCode, operation: OperationModel): string | undefined {
  const input = inputType(operation, analysis)
  if (input === undefined) return undefined
  const { types } = analysis.model
  const names = secretNames(input, types)
  if (names.length > 0) return layoutCall(module.runtime("secretKey"), names.map(encodeString))
  return isPlain(input, types) ? undefined : module.runtime("cacheKey")
}

/** Whether the values of a type are trees of what JSON has: no bytes, files and dates, and nothing that can hold itself. */
function isPlain(input: TypeNode, types: ReadonlyMap<string, TypeNode>): boolean {
  const found = new Map<string, boolean>()
  const visit = (type: TypeNode): boolean => {
    if (type.kind === "any" || type.kind === "file") return false
    if (type.codec !== undefined && type.codec.kind !== "bigint" && type.codec.kind !== "decimal") return false
    if (type.kind !== "ref") return childTypes(type).every(visit)
    const known = found.get(type.name)
    if (known !== undefined) return known
    // What comes back to itself on the way is not plain.
    found.set(type.name, false)
    const target = types.get(type.name)
    const plain = target !== undefined && visit(target)
    found.set(type.name, plain)
    return plain
  }
  return visit(input)
}
