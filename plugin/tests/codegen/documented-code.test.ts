import { readFile } from "node:fs/promises"
import { expect } from "vitest"
import { createModuleGenerator } from "../../src/codegen/index.ts"
import { modelOf } from "../manifest/model-of.ts"
import { it } from "../test.ts"
import { defaults } from "./run-generated.ts"

const page = new URL("../../../docs/generated-code.md", import.meta.url)

/** What the page is about. */
const manifest = {
  auth: { type: "bearer", env: "PETS_TOKEN" },
  defaults: { headers: { "X-Client": "docs" } },
  retry_policies: { http: { retry_on: [503], max_attempts: 2 } },
  types: { Pet: { required: ["id"], fields: { id: "integer", tag: { type: "string", default: "none" } } } },
  endpoints: {
    get_pet: {
      resource: "pets",
      method: "GET",
      path: "/pets/{petId}",
      parameters: { petId: "integer" },
      responses: { "200": "Pet" },
      retry: "http",
    },
  },
}

it("the page about generated code shows what is generated", async () => {
  const [, block = ""] = /^```js\n([^]*?)^```$/m.exec(await readFile(page, "utf8")) ?? []
  const { code } = createModuleGenerator(modelOf(manifest)).generate("resource:pets", defaults)
  expect(code).toContain(block)
})
