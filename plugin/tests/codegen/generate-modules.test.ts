import { describe, expect } from "vitest"
import { createModuleGenerator, generateModules } from "../../src/codegen/index.ts"
import { it } from "../test.ts"
import { petstore } from "./models/petstore.ts"
import { defaults } from "./run-generated.ts"

describe("output", () => {
  it("has the same bytes every time", () => {
    const once = [...generateModules(petstore, defaults)]
    expect([...generateModules(structuredClone(petstore), defaults)]).toEqual(once)
  })

  it("is made part by part as all at once", () => {
    const generator = createModuleGenerator(petstore)
    for (const [part, module] of generateModules(petstore, defaults)) {
      expect(generator.generate(part, defaults)).toEqual(module)
    }
    expect(() => generator.generate("resource:nothing", defaults)).toThrow(TypeError)
  })
})
