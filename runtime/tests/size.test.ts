import { gzipSync } from "node:zlib"
import { fileURLToPath } from "node:url"
import { build, type Plugin } from "esbuild"
import { describe, expect } from "vitest"
import { it } from "./test.ts"

const source = fileURLToPath(new URL("../src/", import.meta.url))

/** What `imports` of the package gives a browser. */
const browserImports: Plugin = {
  name: "browser imports",
  setup(building) {
    const transport = `${source}adapters/transport/`
    building.onResolve({ filter: /^#check-options$/ }, () => ({ path: `${source}core/client/no-check-options.ts` }))
    building.onResolve({ filter: /^#failure-codes$/ }, () => ({ path: `${transport}no-failure-codes.ts` }))
    building.onResolve({ filter: /^#default-transport$/ }, () => ({ path: `${transport}fetch-default.ts` }))
  },
}

async function sizeOf(entry: string): Promise<number> {
  const { outputFiles } = await build({
    entryPoints: [`${source}${entry}.ts`],
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    write: false,
    external: ["oauth4webapi"],
    plugins: [browserImports],
  })
  return gzipSync(outputFiles[0]?.contents ?? "", { level: 9 }).byteLength
}

// Sizes of today, so that none grows unseen; the default entry is to come down to 12,000.
describe("an entry with all that it exports, in bytes minified and gzipped for a browser, stays under", () => {
  it.each([
    ["index", 28_750],
    ["generated", 38_300],
    ["schema/index", 4_250],
    ["oauth", 5_300],
  ])("%s: %d", async (entry, budget) => {
    expect(await sizeOf(entry)).toBeLessThan(budget)
  })
})

describe("the check of createClient's options", () => {
  it.each<[where: string, platform: "browser" | "node", conditions: readonly string[], linked: boolean]>([
    ["is left out of a browser's bundle", "browser", ["production"], false],
    ["is in a browser's bundle for development", "browser", ["development"], true],
    ["is in Node", "node", [], true],
  ])("%s", async (_, platform, conditions, linked) => {
    const { outputFiles } = await build({
      stdin: { contents: 'export { createClient } from "pristine-runtime/generated"', resolveDir: source },
      bundle: true,
      minify: true,
      format: "esm",
      platform,
      conditions: [...conditions],
      write: false,
      external: ["undici"],
    })
    expect(outputFiles[0]?.text.includes("createClient has no option")).toBe(linked)
  })
})
