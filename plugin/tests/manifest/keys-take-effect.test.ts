import { describe, expect } from "vitest"
import { generateModules, type GenerateOptions } from "../../src/codegen/index.ts"
import { loadManifest } from "../../src/manifest/index.ts"
import type { ApiModel } from "../../src/model/api-model.ts"
import { toOpenApi } from "../../src/openapi/to-openapi.ts"
import { generateDeclarations } from "../../src/types/index.ts"
import { it } from "../test.ts"
import { keyEffects, type Manifest, type Output } from "./key-effects.ts"

const options: GenerateOptions = {
  importId: (part) => `pristine:${part}`,
  manifest: "a.pristine.json",
  validate: true,
  retry: true,
  defaultClient: true,
}

const writers: Readonly<Record<Output, (model: ApiModel) => string | Promise<string>>> = {
  code: (model) => [...generateModules(model, options).values()].map((part) => part.code).join("\n"),
  declarations: async (model) => (await generateDeclarations(model, { manifest: "/nowhere/a.pristine.json" })).code,
  openapi: (model) => JSON.stringify(toOpenApi(model)),
}

/** The same manifest without a key: at its top for a key of the manifest itself, else everywhere below. */
function without(manifest: Manifest, spec: string, key: string): unknown {
  if (spec === "manifest") return omit(manifest, key)
  return Object.fromEntries(Object.entries(manifest).map(([name, entry]) => [name, omitBelow(entry, key)]))
}

function omitBelow(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return value.map((item) => omitBelow(item, key))
  if (typeof value !== "object" || value === null) return value
  const kept = Object.entries(omit(value, key))
  return Object.fromEntries(kept.map(([name, entry]) => [name, omitBelow(entry, key)]))
}

function omit(value: object, key: string): object {
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key))
}

const modelOf = (manifest: unknown) => loadManifest(JSON.stringify(manifest), "a.pristine.json")

describe("a key that changes what is written", () => {
  it.each(Object.entries(keyEffects))("%s", async (path, { given, output, shows }: (typeof keyEffects)[string]) => {
    const [spec = "", key = ""] = path.split(".")
    const { model, errors = [] } = modelOf(given)
    expect(errors.map(({ message }) => message)).toEqual([])
    const bare = modelOf(without(given, spec, key)).model
    expect(model && (await writers[output](model))).toMatch(shows)
    // A key that nothing stands without is refused where it is missing: then nothing is written at all.
    expect(bare ? await writers[output](bare) : "").not.toMatch(shows)
  })
})
