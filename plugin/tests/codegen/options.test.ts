import { describe, expect } from "vitest"
import { it } from "../test.ts"
import { generate } from "./models/petstore-code.ts"

describe("options", () => {
  it("validate: false links no schema", () => {
    const code = generate("resource:pets", { validate: false })
    expect(code).not.toMatch(/Schema|pristine:schemas|\binput:|\bschema:/)
    expect(code).toContain("decode: decodePet")
  })

  it("retry: false links no policy and no engine", () => {
    expect(generate("resource:pets", { retry: false })).not.toMatch(/\bretry:|Policy/)
    expect(generate("service", { retry: false })).not.toContain("budgetedRetry")
  })

  it("defaultClient: false is told to the runtime", () => {
    expect(generate("service", { defaultClient: false })).toContain("defaultClient: false")
    expect(generate("service")).not.toContain("defaultClient")
  })
})
