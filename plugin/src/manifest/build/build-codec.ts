import type { Codec } from "../../model/type-node.ts"
import { member, membersOf, type Tree } from "../check/tree.ts"
import type { BuildContext } from "./context.ts"
import { parseCodeRef } from "./parse-code-ref.ts"

/** A type's `codec`: `bytes`, `decimal`, `bigint`, code, or code by media type. */
export function buildCodec(tree: Tree, { report }: BuildContext): Codec | undefined {
  const codec = member(tree, "codec")
  if (codec === undefined) return undefined
  if (codec.value === "bytes" || codec.value === "decimal" || codec.value === "bigint") return { kind: codec.value }
  if (codec.members === undefined) {
    const ref = parseCodeRef(codec, report)
    return ref && { kind: "code", ref }
  }
  const media = membersOf(codec).flatMap(([type, entry]) => {
    if (!/^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/.test(type)) {
      const expected = 'a media type such as "application/x-protobuf"'
      report.add("PRISTINE_M0108", entry.pointer, { what: "a media type", got: type, expected }, "key")
      return []
    }
    const ref = parseCodeRef(entry, report)
    return ref ? [{ type, ref }] : []
  })
  return { kind: "media", media }
}
