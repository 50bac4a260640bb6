import type { ApiModel } from "../model/api-model.ts"
import type { Field } from "../model/type-node.ts"
import type { Value } from "../model/value.ts"
import { resolveType } from "./resolve-type.ts"

/** What decides whether a key has to be there; a field or a parameter. */
export type Member = Pick<Field, "type" | "required"> & { readonly default?: Value }

/**
 * Whether a caller must write a member. Constants and defaults never have to be written: they are filled in. The
 * discriminator of a union's variant has to be, because it is what chooses the variant.
 */
export function isRequiredOnInput(member: Member, model: Pick<ApiModel, "types">, discriminates: boolean): boolean {
  if (discriminates) return true
  return member.required && member.default === undefined && resolveType(member.type, model)?.kind !== "const"
}

/** Whether a reader always finds a member: it is required, filled in when absent, or tells a union's variants apart. */
export function isRequiredOnOutput(member: Member, discriminates: boolean): boolean {
  return discriminates || member.required || isAlwaysFilled(member.default)
}

/** A default that depends on the environment or on an exchange may be missing when it is needed. */
function isAlwaysFilled(value: Value | undefined): boolean {
  return value !== undefined && (value.kind === "constant" || value.default !== undefined)
}
