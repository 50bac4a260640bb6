import { expect } from "vitest"
import { createModuleGenerator } from "../../src/codegen/generate-modules.ts"
import { measureOperations } from "../../src/codegen/measure-operations.ts"
import { modelOf } from "../manifest/model-of.ts"
import { it } from "../test.ts"
import { defaults } from "./run-generated.ts"

const get = { method: "GET", path: "/" }
const head = {
  endpoints: { plain: { ...get, response: "any" }, pet: { ...get, response: "Pet" } },
}
const types = (changes: object) => ({
  ...head,
  types: { Pet: { fields: { name: "string", tag: "Tag" } }, Tag: { enum: ["cat"] }, ...changes },
})

function measure(manifest: object, validate = true): ReadonlyMap<string, number> {
  const model = modelOf(manifest as Readonly<Record<string, unknown>>)
  return measureOperations(model, createModuleGenerator(model), { ...defaults, validate })
}

const base = measure(types({}))
const sizeOf = (sizes: ReadonlyMap<string, number>, id: string): number => sizes.get(id) ?? Number.NaN

it("counts what an operation reaches through other types", () => {
  const longer = measure(types({ Tag: { enum: ["cat", "dog"] } }))
  expect(sizeOf(longer, "pet") - sizeOf(base, "pet")).toBe(', "dog"'.length)
  expect(sizeOf(longer, "plain")).toBe(sizeOf(base, "plain"))
})

it("counts bytes of UTF-8", () => {
  const wider = measure(types({ Tag: { enum: ["cät"] } }))
  expect(sizeOf(wider, "pet") - sizeOf(base, "pet")).toBe(1)
})

it("does not count what nothing reaches, or documentation", () => {
  expect(measure(types({ Other: { fields: { a: "string" } }, Tag: { enum: ["cat"], description: "Long." } }))).toEqual(
    base,
  )
})

it("counts types that need each other once", () => {
  const circle = measure(types({ Tag: { fields: { pets: { type: "array", items: "Pet" } } } }))
  expect(sizeOf(circle, "pet")).toBeLessThan(2 * sizeOf(base, "pet"))
})

it("counts no schema where the build has no validators", () => {
  expect(sizeOf(measure(types({}), false), "pet")).toBeLessThan(sizeOf(base, "pet"))
})
