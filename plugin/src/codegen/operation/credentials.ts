import type { OperationModel } from "../../model/operation.ts"
import type { TypeCode } from "../codec/type-code.ts"
import { encodeString } from "../encode/string.ts"
import { layoutArray, layoutCall } from "../layout.ts"

/** The list `default` needs no word; only alternatives link what chooses between them. */
export function credentials({ module }: TypeCode, { auth }: OperationModel): string | undefined {
  const names = auth.map((name) => (name === false ? "false" : encodeString(name)))
  if (names.length > 1) return layoutArray([layoutCall(module.runtime("anyAuth"), names)])
  return auth[0] === "default" ? undefined : (names[0] ?? "false")
}
