import { defineOperation } from "../../src/core/operation/define-operation.ts"
import { schemaOf, spec } from "./fixture.ts"

/** The shape of a generated module: operations, resources as namespaces, and other exports beside them. */
export const health = /* @__PURE__ */ defineOperation(() => spec({ id: "health" }))
export const PetSchema = /* @__PURE__ */ schemaOf(() => true)
export const limit = 20
export const missing = undefined
export function helper(): number {
  return 1
}
export * as pets from "./zoo-pets-fixture.ts"
