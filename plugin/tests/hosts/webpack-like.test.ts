import { readFile } from "node:fs/promises"
import { rspack } from "@rspack/core"
import webpack from "webpack"
import { afterAll, beforeAll, describe, expect } from "vitest"
import { pristine } from "../../src/index.ts"
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
    build: async (entry: string, path: string) => {
      const config = webpackLikeConfig({ workspace, entries: { one: entry } }, path)
      const rules = [...config.module.rules, { resourceQuery: /raw/, type: "asset/source" as const }]
      await runCompiler(
        webpack({
          ...config,
          experiments: { outputModule: true },
          devtool: false,
          module: { rules },
          cache: false,
          plugins: [pristine.webpack({ types: false })],
        }),
      )
    },
  },
  {
    name: "rspack",
    build: async (entry: string, path: string) => {
      const config = webpackLikeConfig({ workspace, entries: { one: entry } }, path)
      const rules = [...config.module.rules, { resourceQuery: /raw/, type: "asset/source" as const }]
      await runCompiler(
        rspack({
          ...config,
          devtool: false,
          module: { rules },
          cache: false,
          plugins: [pristine.rspack({ types: false })],
        }),
      )
    },
  },
]

describe.each(hosts)("$name", ({ name, build }) => {
  it("leaves ?raw to the project's own rule", async () => {
    const path = workspace.output(name)
    await build("src/raw.js", path)
    expect(await readFile(`${path}/one.mjs`, "utf8")).toContain(String.raw`\"get_pet\": {`)
  })
})
