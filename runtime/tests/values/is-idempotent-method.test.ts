import { describe, expect } from "vitest"
import { isIdempotentMethod } from "../../src/values/is-idempotent-method.ts"
import { it } from "../test.ts"

describe("a method", () => {
  it.each(["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE", "get"])("that is idempotent: %s", (method) => {
    expect(isIdempotentMethod(method)).toBe(true)
  })

  it.each(["POST", "PATCH", "CONNECT", "QUERYGET", "PUTS", ""])("that is not, as far as one knows: %s", (method) => {
    expect(isIdempotentMethod(method)).toBe(false)
  })
})
