import { expect } from "vitest"
import { pristine } from "../../src/index.ts"
import { it } from "../test.ts"

const hosts = ["vite", "rollup", "rolldown", "esbuild", "webpack", "rspack"] as const

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
