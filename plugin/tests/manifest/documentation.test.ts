import { readFileSync } from "node:fs"
import { describe, expect } from "vitest"
import { catalogue } from "../../src/diagnostics/index.ts"
import { loadManifest } from "../../src/manifest/index.ts"
import { vocabularyTable } from "../../src/manifest/vocabulary-table.ts"
import { vocabulary } from "../../src/manifest/vocabulary/vocabulary.ts"
import { it } from "../test.ts"

const page = readFileSync(new URL("../../../docs/manifest.md", import.meta.url), "utf8")

/** Without the spaces and dashes that align a table's columns. */
function plain(markdown: string): string {
  return markdown.replaceAll(/ {2,}/g, " ").replaceAll(/-{3,}/g, "---").trim()
}

describe("docs/manifest.md", () => {
  it("shows a manifest that loads without a word", () => {
    const [, example = ""] = /```json\n([^]*?)```/.exec(page) ?? []
    const { model, errors, warnings } = loadManifest(example, "petstore.pristine.json")
    expect([errors, warnings]).toEqual([undefined, []])
    expect(model?.operations.map(({ flatName }) => flatName)).toEqual(["petsGet", "petsCreate"])
  })

  it("lists every key as the vocabulary has it", () => {
    const table = page.slice(page.indexOf("### Manifest"))
    expect(plain(table)).toBe(plain(vocabularyTable()))
  })
})

describe("the vocabulary", () => {
  it.each(Object.entries(vocabulary))("has every spelling of %s once", (_, { keys, refused = {}, later = {} }) => {
    const spellings = keys.flatMap(({ name, synonyms = [] }) => [name, ...synonyms])
    const all = [...spellings, ...Object.keys(refused), ...Object.keys(later)]
    expect(all).toEqual([...new Set(all)])
  })

  it.each(Object.values(vocabulary).flatMap(({ title, keys }) => keys.map((key) => [title, key.name, key] as const)))(
    "explains %s: %s in one line",
    (_, __, { doc }) => expect(doc).toMatch(/^[^\n]{8,}\.$/),
  )
})

describe("the catalogue", () => {
  it("has codes of one form", () => {
    expect(Object.keys(catalogue).filter((code) => !/^PRISTINE_[BM]\d{4}$/.test(code))).toEqual([])
  })
})
