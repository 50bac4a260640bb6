import { readFile } from "node:fs/promises"
import { Validator } from "@seriousme/openapi-schema-validator"
import { describe, expect } from "vitest"
import { loadManifest } from "../../src/manifest/index.ts"
import { toOpenApi } from "../../src/openapi/to-openapi.ts"
import { modelOf } from "../manifest/model-of.ts"
import type { ApiModel } from "../../src/model/api-model.ts"
import { petstore } from "../codegen/models/petstore.ts"
import { it } from "../test.ts"

async function read(path: string): Promise<ApiModel> {
  const text = await readFile(new URL(`../../../${path}`, import.meta.url), "utf8")
  return loadManifest(text, path).model ?? expect.unreachable(`${path} is no manifest`)
}

const models: readonly [name: string, model: () => ApiModel | Promise<ApiModel>][] = [
  ["Tinker", () => read("examples/tinkex/src/manifest.pristine.json")],
  ["the pets of the playground", () => read("playground/src/pets.pristine.json")],
  ["the notes of an example", () => read("examples/vite/src/notes.pristine.json")],
  ["the quotes of an example, in YAML", () => read("examples/rollup/src/quotes.pristine.yaml")],
  ["the petstore of the tests", () => petstore],
  ["nothing", () => modelOf({})],
]

describe.each(models)("the document of %s", (_, model) => {
  it("is valid OpenAPI 3.1", async () => {
    const document = JSON.parse(JSON.stringify(toOpenApi(await model()))) as Record<string, unknown>
    const validator = new Validator()
    expect(await validator.validate(document)).toEqual({ valid: true })
    expect(validator.version).toBe("3.1")
  })

  it("refers to nothing that it does not hold, and names every parameter of a path", async () => {
    const document = toOpenApi(await model())
    const held = new Set(Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`))
    const text = JSON.stringify(document)
    const references = [...text.matchAll(/"(#\/components\/schemas\/[^"]+)"/g)].map(([, reference = ""]) => reference)
    expect(references.filter((reference) => !held.has(reference))).toEqual([])
    for (const [route, item] of Object.entries(document.paths)) {
      const named = [...route.matchAll(/\{([^{}]*)\}/g)].map(([, name]) => name)
      for (const operation of Object.values(item)) {
        const given = (operation as { parameters?: { in: string; name: string }[] }).parameters ?? []
        expect(given.filter((each) => each.in === "path").map(({ name }) => name)).toEqual(named)
      }
    }
  })

  it("has the same bytes twice", async () => {
    const [first, second] = [toOpenApi(await model()), toOpenApi(await model())]
    expect(JSON.stringify(second)).toBe(JSON.stringify(first))
  })

  it("gives every operation an id of its own", async () => {
    const ids = [...JSON.stringify(toOpenApi(await model())).matchAll(/"operationId":"([^"]*)"/g)].map(([, id]) => id)
    expect(ids).toEqual([...new Set(ids)])
  })
})
