import ts from "typescript"
import { describe, expect } from "vitest"
import { loadManifest } from "../../src/manifest/index.ts"
import { toOpenApi } from "../../src/openapi/to-openapi.ts"
import { generateDeclarations } from "../../src/types/index.ts"
import { manifestPlaces } from "../codegen/manifest-places.ts"
import { payloads } from "../codegen/payloads.ts"
import { it } from "../test.ts"

/** What came out of a payload as code, and what is no code at all. */
function findCode(code: string): readonly string[] {
  const source = ts.createSourceFile("api.d.ts", code, ts.ScriptTarget.Latest, true)
  const { parseDiagnostics } = source as unknown as { readonly parseDiagnostics: readonly ts.Diagnostic[] }
  const found = parseDiagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, " "))
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && node.text === "INJECTED") found.push("INJECTED")
    if (ts.isImportTypeNode(node)) found.push("import type")
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

describe("declarations of a manifest with hostile text", () => {
  it.each(manifestPlaces)("in: %s", async (_, document) => {
    for (const [name, text] of payloads) {
      const { model } = loadManifest(JSON.stringify(document(text)), "manifest.pristine.json")
      if (!model) continue
      const { code } = await generateDeclarations(model, { manifest: "/nowhere/manifest.pristine.json" })
      expect(findCode(code), name).toEqual([])
      // No page ever holds declarations: `</script>` may stand in them, but nothing that hides text from a reader.
      expect(code, name).not.toMatch(/[\u2028\u2029\u202a-\u202e\u2066-\u2069\u0000\ufeff]/)
      // Compilers look for a map in lines that begin so.
      expect(code.match(/^\s*\/\/[#@].*/gm), name).toHaveLength(1)
      // JSON encodes the rest.
      expect(JSON.parse(JSON.stringify(toOpenApi(model))), name).toBeTypeOf("object")
    }
  })
})
