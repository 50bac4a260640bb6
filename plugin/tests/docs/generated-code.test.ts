import { readFileSync } from "node:fs"
import { expect } from "vitest"
import { generatePart } from "../../src/codegen/index.ts"
import { loadManifest, positionsOf } from "../../src/manifest/index.ts"
import { defaults } from "../codegen/run-generated.ts"
import { it } from "../test.ts"

const page = readFileSync(new URL("../../../docs/generated-code.md", import.meta.url), "utf8")

/** `get_pet` stands on line 34, its pet needs decoding, and a second operation shares its headers. */
const manifest = `{
  "name": "petstore",
  "version": "1.0.0",
  "base_url": "https://petstore.example",
  "auth": { "type": "bearer", "env": "TOKEN" },
  "defaults": { "headers": { "X-Client": "docs" }, "retry": "http" },
  "retry_policies": { "http": { "retry_on": [429, "5XX"], "max_attempts": 3 } },
  "types": {
    "Pet": { "required": ["id"], "fields": { "id": "integer", "name": { "type": "string", "default": "Rex" } } }
  },
  "endpoints": {${"\n".repeat(22)}
    "get_pet": { "resource": "pets", "method": "GET", "path": "/pets/{petId}", "responses": { "200": "Pet" } },
    "list_pets": { "resource": "pets", "method": "GET", "path": "/pets", "response": "any" }
  }
}`

it("docs/generated-code.md shows what is generated", () => {
  const [, shown = "nothing"] = /^```js\n([^]*?)^```$/m.exec(page) ?? []
  const { model } = loadManifest(manifest, "manifest.pristine.json")
  if (model === undefined) throw new Error("the manifest does not load")
  const positions = positionsOf(manifest, "manifest.pristine.json")
  expect(generatePart(model, "resource:pets", { ...defaults, positions }).code).toContain(shown)
})
