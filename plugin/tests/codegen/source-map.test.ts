import { describe, expect } from "vitest"
import { decodedMappings, originalPositionFor, TraceMap, type SourceMapInput } from "@jridgewell/trace-mapping"
import { generatePart, type Part } from "../../src/codegen/index.ts"
import { it } from "../test.ts"
import { petstore } from "./models/petstore.ts"
import { defaults } from "./run-generated.ts"

/** Positions as a loader gives them: each pointer has a line of its own. */
const lines = new Map<string, number>()
const positions = (pointer: string) => {
  if (pointer === "") return undefined
  if (!lines.has(pointer)) lines.set(pointer, lines.size + 10)
  return { line: lines.get(pointer) ?? 0, column: 4 }
}

describe("a source map", () => {
  it.each<[part: Part, name: string, pointer: string]>([
    ["resource:pets", "export const get =", "/endpoints/get_pet"],
    ["resource:pets", "const delete_ =", "/endpoints/delete_pet"],
    ["resource:jobs", "export const get =", "/endpoints/get_job"],
    ["schemas", "export const PetSchema =", "/types/Pet"],
    ["schemas", "export const petsListInput =", "/endpoints/list_pets"],
    ["codecs", "export const decodePet =", "/types/Pet"],
    ["service", "export const httpPolicy =", "/retry_policies/http"],
    ["service", "export const groomingLimit =", "/rate_limits/grooming"],
  ])("of %s leads from %s to the manifest", (part, name, pointer) => {
    const { code, map } = generatePart(petstore, part, { ...defaults, positions })
    const line = code.split("\n").findIndex((each) => each.startsWith(name)) + 1
    expect(line).toBeGreaterThan(0)
    const found = originalPositionFor(new TraceMap(map as unknown as SourceMapInput), { line, column: 0 })
    expect(found).toMatchObject({ source: "manifest.pristine.json", line: lines.get(pointer), column: 4 })
  })

  it("names each export once, and is not made without positions", () => {
    const { code, map } = generatePart(petstore, "resource:pets", { ...defaults, positions })
    const mapped = decodedMappings(new TraceMap(map as unknown as SourceMapInput)).filter((line) => line.length > 0)
    expect(mapped).toHaveLength(code.match(/@__PURE__/g)?.length ?? 0)
    expect(generatePart(petstore, "resource:pets", defaults).map).toBeUndefined()
  })

  it("writes the manifest's line into the documentation", () => {
    const { code } = generatePart(petstore, "resource:pets", { ...defaults, positions })
    const line = String(lines.get("/endpoints/get_pet"))
    expect(code).toContain(` * \`GET /pets/{petId}\`, manifest.pristine.json:${line}\n`)
  })
})
