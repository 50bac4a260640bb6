import type { TypeNode } from "../model/type-node.ts"
import type { Codec } from "../model/type-node.ts"
import type { ComparedModels, Place } from "./compared-models.ts"
import { sameMeaning } from "./same-meaning.ts"

/** Notes what is different beside the shape: null, codec, secrecy, deprecation and texts. */
export function compareFacts({ note }: ComparedModels, before: TypeNode, after: TypeNode, place: Place): void {
  const { what } = place
  const at = after.pointer
  if (acceptsNull(before) !== acceptsNull(after))
    note(acceptsNull(after) ? "null-added" : "null-removed", at, { what }, place)
  if (!sameMeaning(before.codec, after.codec))
    note("codec-changed", at, { what, from: codecText(before.codec), to: codecText(after.codec) }, place)
  if (coerces(before) !== coerces(after))
    note("coercion-changed", at, { what, to: coerces(after) ? "is also read" : "is no longer read" }, place)
  if ((before.secret ?? false) !== (after.secret ?? false))
    note("secret-changed", at, { what, to: after.secret === true ? "secret" : "no longer secret" }, place)
  if ((before.deprecated ?? false) !== (after.deprecated ?? false))
    note(
      "operation-deprecated",
      at,
      { what, to: after.deprecated === true ? "deprecated" : "no longer deprecated" },
      place,
    )
  if ((before.description ?? "") !== (after.description ?? "") || !sameExamples(before, after))
    note("documentation-changed", at, { what }, { operations: place.operations })
}

function coerces(type: TypeNode): boolean {
  return (type.kind === "number" || type.kind === "boolean") && type.coerce === true
}

function sameExamples({ examples: before = [] }: TypeNode, { examples: after = [] }: TypeNode): boolean {
  return before.length + after.length === 0 || JSON.stringify(before) === JSON.stringify(after)
}

/** `any` holds null without saying so. */
function acceptsNull(type: TypeNode): boolean {
  return type.nullable === true && type.kind !== "any"
}

function codecText(codec: Codec | undefined): string | undefined {
  if (codec === undefined) return undefined
  if (codec.kind === "code") return `the codec ${codec.ref.module}#${codec.ref.name}`
  return codec.kind === "media" ? "a codec of its media type" : `the codec ${codec.kind}`
}
