import type { ResponseModel } from "./operation.ts"
import type { TypeNode } from "./type-node.ts"

/** The type of all of an answer's body, with the objects around a wrapped value. */
export function bodyType({ type, unwrap = [], pointer }: ResponseModel): TypeNode | undefined {
  return (
    type &&
    unwrap.reduceRight<TypeNode>(
      (inner, name) => ({
        kind: "object",
        fields: [{ name, wire: [name], type: inner, required: true, omitNull: false, pointer }],
        additional: { kind: "any", pointer },
        pointer,
      }),
      type,
    )
  )
}
