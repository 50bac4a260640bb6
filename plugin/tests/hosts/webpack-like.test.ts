import { readFile } from "node:fs/promises"
import { rspack } from "@rspack/core"
import webpack from "webpack"
import { afterAll, beforeAll, describe, expect } from "vitest"
import { pristine, type Options } from "../../src/index.ts"
import { it } from "../test.ts"
import { runCompiler, webpackLikeConfig } from "./build/webpack-like.ts"
import { createWorkspace, type Workspace } from "./workspace.ts"

let workspace: Workspace
beforeAll(async () => {
  workspace = await createWorkspace()
  await workspace.write("src/raw.js", `import text from "./petstore.pristine.json?raw"\nconsole.log(text)\n`)
})
afterAll(() => workspace.dispose())

const hosts = [
  {
    name: "webpack",
    build: async (entry: string, path: string, cacheDirectory: string | undefined, options?: Options) => {
      const config = webpackLikeConfig({ workspace, entries: { one: entry } }, path)
      const rules = [...config.module.rules, { resourceQuery: /raw/, type: "asset/source" as const }]
      await runCompiler(
        webpack({
          ...config,
          experiments: { outputModule: true },
          devtool: false,
          module: { rules },
          cache: cacheDirectory === undefined ? false : { type: "filesystem", cacheDirectory, version: "app" },
          plugins: [pristine.webpack(options)],
        }),
      )
    },
  },
  {
    name: "rspack",
    build: async (entry: string, path: string, directory: string | undefined, options?: Options) => {
      const config = webpackLikeConfig({ workspace, entries: { one: entry } }, path)
      const rules = [...config.module.rules, { resourceQuery: /raw/, type: "asset/source" as const }]
      await runCompiler(
        rspack({
          ...config,
          devtool: false,
          module: { rules },
          cache:
            directory === undefined
              ? false
              : { type: "persistent", storage: { type: "filesystem", directory }, version: "app" },
          plugins: [pristine.rspack(options)],
        }),
      )
    },
  },
]

describe.each(hosts)("$name", ({ name, build }) => {
  it("leaves ?raw to the project's own rule", async () => {
    const path = workspace.output(name)
    await build("src/raw.js", path, undefined)
    expect(await readFile(`${path}/one.mjs`, "utf8")).toContain(String.raw`\"get_pet\": {`)
  })

  it("does not take code of other options from a persistent cache", async () => {
    const path = workspace.output(name)
    const cache = workspace.path(`node_modules/.cache-${name}`)
    await build("src/forms/default.js", path, cache)
    const checked = await readFile(`${path}/one.mjs`, "utf8")
    await build("src/forms/default.js", path, cache, { validate: false })
    const unchecked = await readFile(`${path}/one.mjs`, "utf8")
    expect(unchecked).not.toBe(checked)
    await build("src/forms/default.js", path, cache)
    expect(await readFile(`${path}/one.mjs`, "utf8")).toBe(checked)
  })
})
