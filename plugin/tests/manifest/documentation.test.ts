import { readFileSync } from "node:fs"
import { describe, expect } from "vitest"
import { catalogue } from "../../src/diagnostics/index.ts"
import { loadManifest } from "../../src/manifest/index.ts"
import { listedKeys, vocabularyTable } from "./vocabulary-table.ts"
import type { SpecName } from "../../src/manifest/vocabulary/key-type.ts"
import { vocabulary } from "../../src/manifest/vocabulary/vocabulary.ts"
import { it } from "../test.ts"
import { keyEffects } from "./key-effects.ts"
import { keyProofs } from "./key-proofs.ts"

const page = readFileSync(new URL("../../../docs/manifest.md", import.meta.url), "utf8")

/** Without the spaces and dashes that align a table's columns. */
function plain(markdown: string): string {
  return markdown.replaceAll(/ {2,}/g, " ").replaceAll(/-{3,}/g, "---").trim()
}

/** The test that fails if a key did nothing, as a link. */
function provenBy(spec: SpecName, key: string): string {
  const name = `${spec}.${key}`
  const [file, title] = keyProofs[name] ?? ["manifest/keys-take-effect.test.ts", name]
  return `[${title.replaceAll("%s", "…")}](../plugin/tests/${file})`
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
    expect(plain(table)).toBe(plain(vocabularyTable(provenBy)))
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

const listed = (Object.keys(vocabulary) as SpecName[]).flatMap((spec) =>
  listedKeys(spec).map(({ name }) => `${spec}.${name}`),
)

describe("the tests of keys", () => {
  it("are there for every key, and for nothing else", () => {
    const proven = new Set([...Object.keys(keyEffects), ...Object.keys(keyProofs)])
    expect([...proven].sort()).toEqual([...listed].sort())
  })

  it.each(Object.entries(keyProofs))("have the title that the table gives them: %s", (_, [file, title]) => {
    const tests = readFileSync(new URL(`../${file}`, import.meta.url), "utf8")
    expect(tests).toContain(`"${title}"`)
  })
})

describe("the catalogue", () => {
  it("has codes of one form", () => {
    expect(Object.keys(catalogue).filter((code) => !/^PRISTINE_[BM]\d{4}$/.test(code))).toEqual([])
  })
})
