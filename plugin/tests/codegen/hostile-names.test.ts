import { parseAst } from "rolldown/parseAst"
import ts from "typescript"
import { describe, expect } from "vitest"
import { generateModules } from "../../src/codegen/index.ts"
import { formatDiagnostic } from "../../src/diagnostics/index.ts"
import { loadManifest } from "../../src/manifest/index.ts"
import { generateDeclarations } from "../../src/types/index.ts"
import { it } from "../test.ts"
import { manifestPlaces } from "./manifest-places.ts"
import { payloads } from "./payloads.ts"
import { defaults } from "./run-generated.ts"

const reserved =
  "abstract any as async await boolean break case catch class const continue debugger declare default delete do else enum export extends false finally for function if implements import in instanceof interface let new null package private protected public return static super switch this throw true try type typeof undefined var void while with yield".split(
    " ",
  )

/** Names that stand beside each other in one manifest. */
const families: readonly (readonly [name: string, names: readonly string[]])[] = [
  ["reserved words", reserved],
  ["globals", ["Object", "Promise", "undefined", "arguments", "eval", "globalThis", "NaN", "Symbol"]],
  ["what a module exports itself", ["default", "createClient", "service", "defaultPolicy", "api", "Api", "call"]],
  ["names of prototypes", ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "then"]],
  ["digits first", ["1", "2fa", "007", "1e3"]],
  ["emoji", ["😀", "😀😀", "a😀b"]],
  ["nothing", [""]],
  ["symbols only", ["-", "--", "$", "_", "*/", "!?"]],
  ["300 characters", ["a".repeat(300), `${"a".repeat(299)}b`]],
  ["other cases of one word", ["pet", "Pet", "PET", "pEt"]],
  ["two forms of one letter", ["caf\u00e9", "cafe\u0301"]],
  ["one word in camel case", ["list_pets", "listPets", "list-pets", "ListPets", "list pets", "list__pets"]],
]

const given = (names: readonly string[], value: unknown) => names.map((name) => [name, value] as const)
const call = (parts: object) => ({ endpoints: { call: { method: "POST", path: "/a", ...parts } } })

/** What a family of names may name; entries rather than literals, where `__proto__` would set a prototype. */
const kinds: readonly (readonly [kind: string, document: (names: readonly string[]) => object])[] = [
  ["operations", (names) => ({ endpoints: names.map((id, at) => ({ id, method: "GET", path: `/${String(at)}` })) })],
  [
    "resources",
    (names) => ({
      endpoints: names.map((resource, at) => ({ id: `e${String(at)}`, resource, method: "GET", path: "/a" })),
    }),
  ],
  [
    "operations and a resource of the same name",
    (names) => ({
      endpoints: [
        ...names.map((id, at) => ({ id, method: "GET", path: `/${String(at)}` })),
        ...names.map((resource, at) => ({ id: `e${String(at)}`, resource, method: "GET", path: "/a" })),
      ],
    }),
  ],
  ["types", (names) => ({ ...call({}), types: Object.fromEntries(given(names, { fields: { a: "string" } })) })],
  ["fields", (names) => call({ request: { fields: Object.fromEntries(given(names, "string")) } })],
  ["parameters", (names) => call({ parameters: Object.fromEntries(given(names, "string")) })],
  ["policies", (names) => ({ ...call({}), retry_policies: Object.fromEntries(given(names, { max_attempts: 2 })) })],
  ["limits", (names) => ({ ...call({}), rate_limits: Object.fromEntries(given(names, { concurrency: 2 })) })],
]

const load = (parts: object) => {
  const text = JSON.stringify({ name: "x", version: "1", base_url: "https://x.test", ...parts })
  return loadManifest(text, "a.pristine.json")
}

/** All that is written for a manifest, or `undefined` where it is refused with a reason. */
async function write(parts: object): Promise<readonly string[] | undefined> {
  const { model, errors = [] } = load(parts)
  if (!model) {
    expect(errors.length).toBeGreaterThan(0)
    return undefined
  }
  const names = model.operations.map(({ resource, name }) => [...resource, name].join("\0"))
  expect(names).toEqual([...new Set(names)])
  const flat = model.operations.map(({ flatName }) => flatName)
  expect(flat).toEqual([...new Set(flat)])
  const { code } = await generateDeclarations(model, { manifest: "/nowhere/a.pristine.json" })
  return [...[...generateModules(model, defaults).values()].map((part) => part.code), code]
}

/** Duplicate declarations and exports, and what is no code at all. */
function mistakes(declarations: string): readonly string[] {
  const file = ts.createSourceFile("a.d.ts", declarations, ts.ScriptTarget.Latest, true)
  const { parseDiagnostics } = file as unknown as { readonly parseDiagnostics: readonly ts.Diagnostic[] }
  const names = file.statements.flatMap((statement) => {
    if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement))
      return [`type ${statement.name.text}`]
    if (ts.isVariableStatement(statement))
      return statement.declarationList.declarations.map(({ name }) => `value ${name.getText(file)}`)
    return []
  })
  const twice = names.filter((name, at) => names.indexOf(name) !== at)
  return [...parseDiagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, " ")), ...twice]
}

describe("names", () => {
  it.each(
    kinds.flatMap(([kind, document]) => families.map(([family, names]) => [kind, family, names, document] as const)),
  )("of %s: %s are told apart, the same way each time, or refused", async (_, __, names, document) => {
    // A family that is refused as a whole is judged name by name, so that one bad name hides no other.
    const groups = load(document(names)).model ? [names] : names.map((name) => [name])
    for (const group of groups) {
      const written = await write(document(group))
      if (written === undefined) continue
      // Throws for what does not parse, and for two declarations of one name.
      for (const code of written.slice(0, -1)) parseAst(code)
      expect(mistakes(written.at(-1) ?? "")).toEqual([])
      expect(await write(document(group))).toEqual(written)
    }
  })
})

describe("messages about hostile text", () => {
  it.each(manifestPlaces)("hold no character that steers a terminal: %s", (_, document) => {
    const escapes = ["a\u001b[31mb", "a\u009b31mb", "a\u0007b", "a\bb", "a\rb"].map((text) => [text, text] as const)
    // Only what a terminal obeys: of the rest, the other tests of these places tell more.
    const steering = payloads.filter(([, text]) => /[^ -~]/.test(text))
    for (const [name, text] of [...steering, ...escapes]) {
      const source = JSON.stringify(document(text))
      const { errors = [], warnings } = loadManifest(source, "a.pristine.json")
      const told = [...errors, ...warnings]
        .map((each) => `${each.message}\n${formatDiagnostic(each, source)}`)
        .join("\n")
      expect(told, name).not.toMatch(
        /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/,
      )
    }
  })
})
