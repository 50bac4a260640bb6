import { parseAst } from "rolldown/parseAst"
import { describe, expect } from "vitest"
import { generateModules, type GenerateOptions } from "../../src/codegen/index.ts"
import { loadManifest } from "../../src/manifest/index.ts"
import { vocabulary } from "../../src/manifest/vocabulary/vocabulary.ts"
import { it } from "../test.ts"
import { manifestPlaces } from "../codegen/manifest-places.ts"
import { places } from "../codegen/models/every-text.ts"
import { payloads } from "../codegen/payloads.ts"
import { defaults } from "../codegen/run-generated.ts"
import { keysThatHold, takesText } from "../codegen/text-keys.ts"

interface Verdict {
  refused: number
  generated: number
}

/**
 * Parses generated code and looks for anything that came out of a payload as code. What it holds besides strings is a
 * closed vocabulary, so one mark in every payload is enough.
 */
function findCode(code: string): string[] {
  const found: string[] = []
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(visit)
    else if (typeof node === "object" && node !== null) {
      const { type, name, callee } = node as { type?: unknown; name?: unknown; callee?: { name?: unknown } }
      if (type === "TemplateLiteral" || type === "TaggedTemplateExpression" || type === "ImportExpression")
        found.push(type)
      if (name === "INJECTED" || name === "globalThis") found.push(`identifier ${name}`)
      if (callee?.name === "eval" || callee?.name === "Function") found.push("evaluation")
      Object.values(node).forEach(visit)
    }
  }
  visit(parseAst(code))
  return found
}

/** Generates every part; a refusal is a TypeError or SyntaxError that names the reason, never broken code. */
function judge(generate: () => Iterable<{ readonly code: string }>, verdict: Verdict): void {
  let modules: { readonly code: string }[]
  try {
    modules = [...generate()]
  } catch (error) {
    expect(error instanceof TypeError || error instanceof SyntaxError, String(error)).toBe(true)
    verdict.refused++
    return
  }
  for (const { code } of modules) {
    expect(findCode(code)).toEqual([])
    expect(code).not.toMatch(/<\/script|<!--|\/\/[#@]|[\u2028\u2029\u202e\u0000\ufeff]/)
  }
  verdict.generated++
}

const positions: GenerateOptions["positions"] = () => ({ line: 1, column: 0 })

describe("a model with hostile text", () => {
  it.each(places)("in: %s", (_, model) => {
    const verdict = { refused: 0, generated: 0 }
    for (const [, text] of payloads) {
      judge(() => generateModules(model(text), { ...defaults, positions }).values(), verdict)
    }
    expect(verdict.refused + verdict.generated).toBe(payloads.length)
  })

  it("keeps the name of the file out of the code", () => {
    const verdict = { refused: 0, generated: 0 }
    const [, model] = places[0] ?? expect.unreachable()
    for (const [, text] of payloads) {
      judge(() => generateModules(model("x"), { ...defaults, manifest: text, positions }).values(), verdict)
      judge(() => generateModules(model("x"), { ...defaults, importId: (part) => text + part }).values(), verdict)
    }
    expect(verdict).toEqual({ refused: 0, generated: 2 * payloads.length })
  })
})

describe("a manifest with hostile text", () => {
  it.each(manifestPlaces)("in: %s", (_, document) => {
    const verdict = { refused: 0, generated: 0 }
    for (const [, text] of payloads) {
      const { model } = loadManifest(JSON.stringify(document(text)), "manifest.pristine.json")
      if (!model) {
        verdict.refused++
        continue
      }
      const before = verdict.refused
      judge(() => generateModules(model, defaults).values(), verdict)
      // What the loader lets through can be generated: a refusal without position would be a worse message.
      expect(verdict.refused, `generator refuses ${JSON.stringify(text.slice(0, 80))}`).toBe(before)
    }
    expect(verdict.refused + verdict.generated).toBe(payloads.length)
  })
})

/** What is taken where not just any word is. */
const harmless = [
  "x",
  "X",
  "./a.ts#x",
  "https://example.com",
  "POST",
  "404",
  "text/plain",
  "gzip",
  "connection",
  "date",
]

describe("the places of a manifest", () => {
  it.each(manifestPlaces)("are such that the loader takes some text there: %s", (_, document) => {
    const problems = harmless.map(
      (text) => loadManifest(JSON.stringify(document(text)), "manifest.pristine.json").errors,
    )
    expect(problems.filter((errors) => errors !== undefined).length, JSON.stringify(problems[0])).toBeLessThan(
      problems.length,
    )
  })

  const mark = "./a.ts#x"
  const held = new Set(manifestPlaces.flatMap(([, document]) => [...keysThatHold(mark, document(mark))]))

  const textKeys = Object.entries(vocabulary).flatMap(([spec, { keys }]) =>
    keys.filter(({ type }) => takesText(type)).map(({ name }) => `${spec}.${name}`),
  )
  /** Keys of types that no parameter has, because it would be an object or a tuple. */
  const refused = {
    "parameter.fields": { fields: { a: "string" } },
    "parameter.additional_properties": { fields: {}, additional_properties: "string" },
    "parameter.variants": { discriminator: "kind", variants: { a: "A" } },
    "parameter.discriminator": { discriminator: "kind", any_of: ["A"] },
    "parameter.prefix_items": { type: "array", items: "string", prefix_items: ["string"] },
  }

  it.each(Object.entries(refused))("need not hold %s", (_, parameter) => {
    const document = {
      name: "api",
      version: "1",
      base_url: "https://example.com",
      endpoints: { call: { method: "GET", path: "/", parameters: { a: parameter } } },
      types: { A: { fields: { kind: { const: "a" } } } },
    }
    const { errors = [] } = loadManifest(JSON.stringify(document), "manifest.pristine.json")
    expect(errors.map(({ code }) => code)).toEqual(["PRISTINE_M0404"])
  })

  it.each(textKeys.filter((key) => !(key in refused)))("hold %s", (key) => {
    expect([...held]).toContain(key)
  })
})
