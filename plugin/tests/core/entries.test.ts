import { readFile } from "node:fs/promises"
import { expect } from "vitest"
import { pristine } from "../../src/index.ts"
import { it } from "../test.ts"

const hosts = ["vite", "rollup", "rolldown", "esbuild", "webpack", "rspack", "rsbuild", "farm", "bun"] as const

// `module.exports` is what `require()` of the entry gives.
it.each(hosts)("unplugin-pristine/%s exports the plugin of its host, for import and for require", async (host) => {
  const entry = (await import(`../../src/${host}.ts`)) as Record<string, unknown>
  expect(Object.keys(entry).sort()).toEqual(["default", "module.exports"])
  expect(entry["module.exports"]).toBe(entry["default"])
  expect(entry["default"]).toBeTypeOf("function")
})

it("unplugin-pristine exports the plugin of every host", async () => {
  const entry = await import("../../src/index.ts")
  expect(Object.keys(entry).sort()).toEqual(["default", "pristine"])
  expect(entry.default).toBe(pristine)
})

it("unplugin-pristine has these entries, and each is built", async () => {
  const { exports } = JSON.parse(await readFile(new URL("../../package.json", import.meta.url), "utf8")) as {
    readonly exports: Readonly<Record<string, string | { readonly types: string; readonly default: string }>>
  }
  expect(Object.keys(exports)).toEqual([
    ".",
    ...hosts.map((host) => `./${host}`),
    "./register",
    "./manifest.schema.json",
    "./package.json",
  ])
  const { default: config } = await import("../../vite.config.ts")
  const entries = Object.keys((config.build?.lib || undefined)?.entry ?? {})
  const dist = Object.values(exports).flatMap((target) => (typeof target === "object" ? [target.default] : []))
  expect(entries.filter((entry) => entry !== "cli").map((entry) => `./dist/${entry}.js`)).toEqual(
    expect.arrayContaining(dist),
  )
})
