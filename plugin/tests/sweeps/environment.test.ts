import { readFile, readdir } from "node:fs/promises"
import { dirname, join } from "node:path"
import { afterAll, beforeAll, expect, vi } from "vitest"
import { it } from "../test.ts"
import { hosts } from "../hosts/hosts.ts"
import { createWorkspace, type Workspace } from "../hosts/workspace.ts"

const manifest = {
  name: "shop",
  version: "1.0.0",
  base_url: { env: "SHOP_URL", default: "https://shop.test" },
  auth: { type: "bearer", env: "SHOP_TOKEN" },
  endpoints: {
    get_pet: { method: "GET", path: "/pets", response: "any", headers: { "X-Tenant": { env: "SHOP_TENANT" } } },
  },
}
const values = { SHOP_URL: "https://inlined.test", SHOP_TOKEN: "inlined-token", SHOP_TENANT: "inlined-tenant" }

let workspace: Workspace
beforeAll(async () => {
  workspace = await createWorkspace()
  await workspace.write("src/shop.pristine.json", JSON.stringify(manifest))
  const code = `import api from "./shop.pristine.json"\nexport const run = (client) => api.getPet({}, { client })`
  await workspace.write("src/shop.js", code)
})
afterAll(() => workspace.dispose())

it.each(hosts)("$name: no value of the environment is in a bundle for browsers", async ({ build }) => {
  for (const [name, value] of Object.entries(values)) vi.stubEnv(name, value)
  try {
    const request = { workspace, entries: { shop: "src/shop.js" }, minify: true, platform: "browser" } as const
    const [file = ""] = Object.values(await build({ ...request, options: { types: false } }))
    const written = await readdir(dirname(file), { recursive: true, withFileTypes: true })
    const texts = await Promise.all(
      written.filter((each) => each.isFile()).map((each) => readFile(join(each.parentPath, each.name), "utf8")),
    )
    expect(texts.join("\n")).toContain("SHOP_TENANT")
    expect(texts.join("\n")).not.toContain("inlined")
  } finally {
    vi.unstubAllEnvs()
  }
})
