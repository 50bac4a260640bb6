import { readFile, writeFile } from "node:fs/promises"
import { createRsbuild } from "@rsbuild/core"
import { rspack } from "@rspack/core"
import webpack from "webpack"
import { describe, expect } from "vitest"
import { pristine, type Options } from "../../src/index.ts"
import {
  generatedModules,
  runCompiler,
  webpackLikeConfig,
  type GeneratedModule,
  type Stats,
} from "./build/webpack-like.ts"
import { test, type Workspace } from "./workspace.ts"

interface CachedBuild {
  readonly workspace: Workspace
  readonly path: string
  readonly cacheDirectory: string
  readonly options: Options
}

/** Hosts that keep a cache on disk; each build is a compiler of its own, as in a process of its own. */
const hosts: readonly { name: string; build: (request: CachedBuild) => Promise<readonly GeneratedModule[]> }[] = [
  {
    name: "webpack",
    build: ({ workspace, path, cacheDirectory, options }) => {
      const config = webpackLikeConfig({ workspace, entries: { one: "src/forms/default.js" } }, path)
      return runCompiler(
        webpack({
          ...config,
          experiments: { outputModule: true },
          devtool: false,
          cache: { type: "filesystem", cacheDirectory, version: "app" },
          plugins: [pristine.webpack(options)],
        }),
      )
    },
  },
  {
    name: "rspack",
    build: ({ workspace, path, cacheDirectory, options }) => {
      const config = webpackLikeConfig({ workspace, entries: { one: "src/forms/default.js" } }, path)
      return runCompiler(
        rspack({
          ...config,
          devtool: false,
          cache: { type: "persistent", storage: { type: "filesystem", directory: cacheDirectory }, version: "app" },
          plugins: [pristine.rspack(options)],
        }),
      )
    },
  },
  {
    name: "rsbuild",
    build: async ({ workspace, path, cacheDirectory, options }) => {
      const rsbuild = await createRsbuild({
        cwd: workspace.app,
        config: {
          mode: "development",
          logLevel: "silent",
          performance: { buildCache: { cacheDirectory } },
          source: { entry: { one: workspace.path("src/forms/default.js") } },
          output: {
            target: "node",
            module: true,
            distPath: { root: path },
            filename: { js: "[name].mjs" },
            externals: { undici: "module undici" },
          },
          tools: { rspack: { output: { library: { type: "module" } } } },
          plugins: [pristine.rsbuild(options)],
        },
      })
      const { close, stats } = await rsbuild.build()
      const generated = generatedModules(stats as Pick<Stats, "toJson">)
      await close()
      return generated
    },
  },
]

describe.each(hosts)("$name with a cache on disk", ({ name, build }) => {
  const builder = (workspace: Workspace) => async (options: Options) => {
    const path = workspace.output(name)
    const cacheDirectory = workspace.path(`node_modules/.cache-${name}`)
    const modules = await build({ workspace, path, cacheDirectory, options: { types: false, ...options } })
    const code = await readFile(`${path}/one.mjs`, "utf8")
    return { code, built: modules.filter(({ built }) => built).length, all: modules.length }
  }

  test("takes what has not changed from the cache, and generates anew what has", async ({ workspace }) => {
    const run = builder(workspace)
    const first = await run({})
    expect(first.all).toBeGreaterThan(2)
    expect(first.built).toBe(first.all)

    expect(await run({})).toEqual({ ...first, built: 0 })

    const manifest = workspace.path("src/petstore.pristine.json")
    await writeFile(manifest, (await readFile(manifest, "utf8")).replace("/pets/{pet_id}", "/animals/{pet_id}"))
    const third = await run({})
    expect(third.built).toBe(third.all)
    expect(third.code).toContain("/animals/{pet_id}")
    expect(third.code).not.toContain("/pets/{pet_id}")
  })

  test("gotcha 6: does not take code of other options from it", async ({ workspace }) => {
    const run = builder(workspace)
    const checked = await run({})
    const unchecked = await run({ validate: false })
    expect(unchecked.code).not.toBe(checked.code)
    expect((await run({})).code).toBe(checked.code)
  })
})
