import { readFileSync } from "node:fs"
import fc from "fast-check"
import { describe, expect } from "vitest"
import { stringify } from "yaml"
import { formatDiagnostic } from "../../src/diagnostics/index.ts"
import { loadManifest } from "../../src/manifest/index.ts"
import { vocabulary } from "../../src/manifest/vocabulary/vocabulary.ts"
import { it } from "../test.ts"

const tinker: unknown = JSON.parse(
  readFileSync(new URL("../../../examples/tinkex/src/manifest.pristine.json", import.meta.url), "utf8"),
)

const words = [
  ...new Set(
    Object.values(vocabulary).flatMap(({ keys }) => keys.flatMap(({ name, synonyms = [] }) => [name, ...synonyms])),
  ),
  ...[
    "__proto__",
    "constructor",
    "toString",
    "then",
    "a",
    "A",
    "/a/{b}",
    "$response.body#/a",
    "./a.ts#b",
    "void",
    "map",
  ],
]

/** JSON made of the manifest's own words, so that it gets past the first checks. */
const manifestLike = fc.letrec<{ value: unknown; object: object }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom(...words),
    fc.constantFrom(null, true, false, 0, 1, -1, 429, "GET", "string", "integer"),
    tie("object"),
    fc.array(tie("value"), { maxLength: 3 }),
  ),
  object: fc
    .array(fc.tuple(fc.constantFrom(...words), tie("value")), { maxLength: 6 })
    .map((entries) => Object.fromEntries(entries) as object),
}))

/** Loads, and prints what was said: nothing of it may throw, and there is a model or an error. */
function load(text: string, file: string): void {
  const { model, errors = [], warnings } = loadManifest(text, file)
  expect(model === undefined).toBe(errors.length > 0)
  for (const diagnostic of [...errors, ...warnings].slice(0, 20)) {
    const printed = formatDiagnostic(diagnostic, text)
    expect(printed).toMatch(/PRISTINE_M\d{4}/)
    // Line feeds are ours; no other control character comes through.
    expect(printed.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u)
    expect(diagnostic.range.end.offset).toBeGreaterThanOrEqual(diagnostic.range.start.offset)
  }
}

describe("any input", () => {
  it("is diagnosed: text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => load(text, "a.pristine.json")),
      { numRuns: 300 },
    )
  })

  it("is diagnosed: YAML text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => load(text, "a.pristine.yaml")),
      { numRuns: 300 },
    )
  })

  it("is diagnosed: JSON", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), (text) => load(text, "a.pristine.json")),
      { numRuns: 300 },
    )
  })

  it("is diagnosed: a manifest's words in any order", () => {
    const { object } = manifestLike
    const manifest = fc.record({ name: fc.constant("x"), version: fc.constant("1"), endpoints: object, types: object })
    fc.assert(
      fc.property(manifest, object, (given, more) => {
        load(JSON.stringify({ ...more, ...given }), "a.pristine.json")
        load(stringify({ ...more, ...given }), "a.pristine.yaml")
      }),
      { numRuns: 400 },
    )
  })

  it("is diagnosed: one thing of a real manifest replaced", () => {
    const text = JSON.stringify(tinker)
    const places = [...text.matchAll(/"(?:[^"\\]|\\.)*"(?!:)|\d+|true|false/g)].map(({ index, 0: { length } }) => ({
      index,
      length,
    }))
    fc.assert(
      fc.property(fc.constantFrom(...places), manifestLike.value, ({ index, length }, value) => {
        load(text.slice(0, index) + JSON.stringify(value) + text.slice(index + length), "a.pristine.json")
      }),
      { numRuns: 300 },
    )
  })

  it("is diagnosed: a bomb of aliases", () => {
    const levels = Array.from(
      { length: 12 },
      (_, level) => `l${level + 1}: &l${level + 1} [${`*l${level}, `.repeat(9)}]`,
    )
    load(`l0: &l0 x\n${levels.join("\n")}\n`, "a.pristine.yaml")
  })
})
