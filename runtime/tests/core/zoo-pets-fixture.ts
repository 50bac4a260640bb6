import { defineOperation } from "../../src/core/operation/define-operation.ts"
import { spec } from "./fixture.ts"

export const get = /* @__PURE__ */ defineOperation(() => spec())
/** As a bundler makes it of a namespace. */
export const toys = Object.freeze(
  Object.assign(Object.create(null) as object, { list: defineOperation(() => spec({ id: "toys" })) }),
)
