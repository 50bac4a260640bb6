import { parseAst } from "rolldown/parseAst"
import { describe, expect } from "vitest"
import { generateModules, type GenerateOptions } from "../../src/codegen/index.ts"
import { loadManifest } from "../../src/manifest/index.ts"
import { it } from "../test.ts"
import { places } from "./models/every-text.ts"
import { payloads } from "./payloads.ts"
import { defaults } from "./run-generated.ts"

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

type Document = Record<string, unknown>

const endpoint = (parts: Document): Document => ({ method: "POST", path: "/a/{id}", ...parts })
const manifest = (parts: Document, call: Document = {}): Document => ({
  name: "api",
  version: "1",
  base_url: "https://example.com",
  endpoints: { call: endpoint(call) },
  ...parts,
})

const manifests: readonly (readonly [name: string, document: (text: string) => Document])[] = [
  ["name", (x) => manifest({ name: x })],
  ["version", (x) => manifest({ version: x })],
  ["description", (x) => manifest({ description: x })],
  ["base_url", (x) => manifest({ base_url: x })],
  ["base_url.env", (x) => manifest({ base_url: { env: x, default: "https://example.com" } })],
  ["auth list", (x) => manifest({ auth: { [x]: [{ type: "bearer", env: "A" }] } })],
  ["auth env", (x) => manifest({ auth: [{ type: "api_key", header: "X-Key", env: x, pattern: x }] })],
  ["auth header", (x) => manifest({ auth: [{ type: "api_key", header: x, env: "A" }] })],
  ["auth source", (x) => manifest({ auth: [{ type: "bearer", source: x }] })],
  ["policy", (x) => manifest({ retry_policies: { [x]: { max_attempts: 2 } } }, { retry: x })],
  ["rate limit", (x) => manifest({ rate_limits: { [x]: { concurrency: 2 } } }, { rate_limit: x })],
  ["pool", (x) => manifest({ pools: { [x]: { max_connections: 2 } } }, { pool: x })],
  ["endpoint", (x) => manifest({ endpoints: { [x]: endpoint({}) } })],
  ["endpoint's name", (x) => manifest({}, { name: x })],
  ["resource", (x) => manifest({}, { resource: x })],
  ["description of an endpoint", (x) => manifest({}, { description: x })],
  ["method", (x) => manifest({}, { method: x })],
  ["path", (x) => manifest({}, { path: `/${x}` })],
  ["path parameter", (x) => manifest({}, { path: `/{${x}}` })],
  ["parameter", (x) => manifest({}, { parameters: { [x]: "string" } })],
  ["parameter's alias", (x) => manifest({}, { parameters: { a: { type: "string", alias: x, default: x } } })],
  ["header", (x) => manifest({}, { headers: { [x]: "1" } })],
  ["header's value", (x) => manifest({}, { headers: { A: x } })],
  ["header's env", (x) => manifest({}, { headers: { A: { env: x } } })],
  ["header's expression", (x) => manifest({}, { headers: { A: { from: `$request.body#/${x}` } } })],
  ["query", (x) => manifest({}, { query: { [x]: x } })],
  ["body constant", (x) => manifest({}, { body: { [x]: x } })],
  ["content type", (x) => manifest({}, { content_type: x, request: "string" })],
  ["classify", (x) => manifest({}, { classify: `./a.ts#${x}` })],
  ["classify's module", (x) => manifest({}, { classify: `./${x}#a` })],
  ["idempotency header", (x) => manifest({}, { idempotency: true, idempotency_header: x })],
  ["status", (x) => manifest({}, { responses: { [x]: "string" } })],
  [
    "response from headers",
    (x) =>
      manifest(
        {},
        { responses: { 302: { type: { fields: { a: "string" } }, body: { a: { from: `$response.header.${x}` } } } } },
      ),
  ],
  ["type", (x) => manifest({ types: { [x]: "string" } }, { response: x })],
  [
    "field",
    (x) =>
      manifest(
        {},
        {
          request: { fields: { [x]: { type: "integer", coerce: true } } },
          response: { fields: { [x]: { type: "integer", coerce: true } } },
        },
      ),
  ],
  ["alias", (x) => manifest({}, { response: { fields: { a: { type: "string", alias: [x, "b"] } } } })],
  ["default", (x) => manifest({}, { request: { fields: { a: { type: "string", default: x } } } })],
  ["const", (x) => manifest({}, { request: { fields: { a: { const: x } } } })],
  ["enum", (x) => manifest({}, { response: { enum: [x] } })],
  ["pattern", (x) => manifest({}, { response: { type: "string", pattern: x } })],
  ["format", (x) => manifest({}, { response: { type: "string", format: x } })],
  ["codec", (x) => manifest({}, { response: { type: "string", codec: `./a.ts#${x}` } })],
  ["media codec", (x) => manifest({}, { response: { type: "string", codec: { [x]: "./a.ts#b" } } })],
  [
    "discriminator",
    (x) => manifest({}, { response: { discriminator: x, any_of: [{ fields: { [x]: { const: x } } }] } }),
  ],
]

describe("a manifest with hostile text", () => {
  it.each(manifests)("in: %s", (_, document) => {
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
