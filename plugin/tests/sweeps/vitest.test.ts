import { execFile } from "node:child_process"
import { readFile, writeFile } from "node:fs/promises"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { expect } from "vitest"
import { test, type Workspace } from "../hosts/workspace.ts"

const plugin = fileURLToPath(new URL("../../src/index.ts", import.meta.url))
const replayTransport = fileURLToPath(new URL("../hosts/replay-transport.ts", import.meta.url))
const vitest = fileURLToPath(new URL("../../../node_modules/vitest/vitest.mjs", import.meta.url))

const config = `import { pristine } from ${JSON.stringify(plugin)}

export default {
  cacheDir: "node_modules/.vite",
  resolve: { alias: { "@": ${JSON.stringify("SRC")} } },
  plugins: [pristine.vite({ types: false, validate: process.env.VALIDATE !== "no" })],
  test: { include: ["petstore.test.js"], experimental: { fsModuleCache: true } },
}
`

const applicationTest = `import { it, expect } from "vitest"
import api, { createClient } from "@/petstore.pristine.json"

it("calls", async () => {
  const urls = []
  const transport = {
    async send({ url }) {
      urls.push(url)
      throw new Error("sent")
    },
  }
  const client = createClient({ transport, retry: false })
  await api.pets.get({ pet_id: -1 }, { client }).catch(() => undefined)
  expect(urls).toEqual(JSON.parse(process.env.URLS))
})
`

const dependencyTest = `import { it, expect } from "vitest"
import { run } from "./src/forms/package.js"
import { createReplayTransport } from "./src/replay-transport.ts"

it("calls", async () => {
  const transport = createReplayTransport({ id: 7, name: "Rex" })
  await run(transport)
  expect(transport.requests.map(({ url }) => url)).toEqual(JSON.parse(process.env.URLS))
})
`

/** Runs the application's own tests; rejects with their output when they fail. */
async function runTests(
  workspace: Workspace,
  environment: { readonly VALIDATE: "yes" | "no"; readonly URLS: string },
): Promise<void> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("VITEST")))
  await promisify(execFile)(process.execPath, [vitest, "run", "--root", workspace.app], {
    cwd: workspace.app,
    env: { ...env, NODE_ENV: "test", ...environment },
  })
}

test("gotcha 7: runs tests that import a manifest, and caches nothing that options or a manifest change", async ({
  workspace,
}) => {
  await workspace.write("vitest.config.mjs", config.replace("SRC", workspace.path("src")))
  await workspace.write("petstore.test.js", applicationTest)
  await runTests(workspace, { VALIDATE: "yes", URLS: "[]" })
  await runTests(workspace, { VALIDATE: "no", URLS: '["https://petstore.test/v1/pets/-1"]' })
  const manifest = workspace.path("src/petstore.pristine.json")
  await writeFile(manifest, (await readFile(manifest, "utf8")).replace("/pets/{pet_id}", "/animals/{pet_id}"))
  await runTests(workspace, { VALIDATE: "no", URLS: '["https://petstore.test/v1/animals/-1"]' })
})

test("gotcha 4: a dependency that imports a manifest works once Vitest is told to run it itself", async ({
  workspace,
}) => {
  const inlined = config
    .replace("SRC", workspace.path("src"))
    .replace("test: {", 'test: { server: { deps: { inline: ["@acme/dep"] } },')
  await workspace.write("vitest.config.mjs", inlined)
  await workspace.write("petstore.test.js", dependencyTest)
  await workspace.write("src/replay-transport.ts", await readFile(replayTransport, "utf8"))
  await runTests(workspace, { VALIDATE: "yes", URLS: '["https://dep.test/things/7"]' })

  await workspace.write("vitest.config.mjs", config.replace("SRC", workspace.path("src")))
  await expect(runTests(workspace, { VALIDATE: "yes", URLS: "[]" })).rejects.toThrow("Command failed")
})
