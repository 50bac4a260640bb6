import { describe, expect } from "vitest"
import { missingPackage } from "../../src/tokenizers/missing-package.ts"
import { it } from "../test.ts"

describe("an optional package", () => {
  it.each(["ERR_MODULE_NOT_FOUND", "MODULE_NOT_FOUND"])("that is missing (%s) is named", (code) => {
    const cause = Object.assign(new Error("no"), { code })
    const told = missingPackage("js-tiktoken", cause)
    expect(told).toMatchObject({
      code: "config",
      cause,
      message: expect.stringContaining("npm install js-tiktoken") as string,
    })
  })

  it("that fails otherwise fails with its own error", () => {
    const error = new SyntaxError("no")
    expect(missingPackage("js-tiktoken", error)).toBe(error)
  })
})
