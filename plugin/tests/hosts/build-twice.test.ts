import * as esbuild from "esbuild"
import { rolldown } from "rolldown"
import { rollup } from "rollup"
import { expect } from "vitest"
import { build as buildWithVite } from "vite"
import webpack from "webpack"
import { pristine } from "../../src/index.ts"
import { runCompiler, webpackLikeConfig } from "./build/webpack-like.ts"
import { test as it } from "./workspace.ts"

const broken = `{ "name": "broken", "version": "1.0.0", "endpoints": { "a": { "method": "BROKEN", "path": "/a" } } }`
const entry = "src/uses-broken.js"
const options = { types: false } as const

/** A watcher's rebuild of a manifest that is still broken: what the first build told must fail the second one, too. */
it.for<readonly [name: string, makeBuild: (file: string, app: string) => () => Promise<unknown>]>([
  [
    "rollup",
    (input) => {
      const plugins = [pristine.rollup(options)]
      return () => rollup({ input, plugins })
    },
  ],
  [
    "rolldown",
    (input) => {
      const plugins = [pristine.rolldown(options)]
      return async () => {
        const bundle = await rolldown({ input, plugins, logLevel: "silent" })
        try {
          return await bundle.generate()
        } finally {
          await bundle.close()
        }
      }
    },
  ],
  [
    "vite",
    (input, root) => {
      const plugins = [pristine.vite(options)]
      return () =>
        buildWithVite({ root, configFile: false, logLevel: "silent", plugins, build: { write: false, ssr: input } })
    },
  ],
  [
    "esbuild",
    (input) => {
      const plugins = [pristine.esbuild(options)]
      return () => esbuild.build({ entryPoints: [input], bundle: true, write: false, logLevel: "silent", plugins })
    },
  ],
])("gotcha 11: %s tells what is wrong again in the next build", async ([, makeBuild], { workspace }) => {
  await workspace.write("src/broken.pristine.json", broken)
  const file = await workspace.write(entry, `import api from "./broken.pristine.json"\nconsole.log(api.a)\n`)
  const build = makeBuild(file, workspace.app)
  for (const _ of ["first", "second"]) await expect(build()).rejects.toThrow("is not a method that requests can use")
})

it("webpack tells what is wrong again in the next build", async ({ workspace }) => {
  await workspace.write("src/broken.pristine.json", broken)
  await workspace.write(entry, `import api from "./broken.pristine.json"\nconsole.log(api.a)\n`)
  const plugins = [pristine.webpack(options)]
  for (const each of ["first", "second"]) {
    const config = webpackLikeConfig({ workspace, entries: { one: entry } }, workspace.output(each))
    const compiler = webpack({ ...config, experiments: { outputModule: true }, plugins })
    await expect(runCompiler(compiler)).rejects.toThrow("is not a method that requests can use")
  }
})
