import { gzipSync } from "node:zlib"
import { build } from "esbuild"
import { expect } from "vitest"
import { it } from "../test.ts"

const entry = new URL("../../src/schema/index.ts", import.meta.url).pathname

async function gzipped(code: string): Promise<number> {
  const result = await build({
    stdin: { contents: code, resolveDir: import.meta.dirname },
    alias: { "pristine-runtime/schema": entry },
    bundle: true,
    minify: true,
    format: "esm",
    write: false,
  })
  return gzipSync(result.outputFiles[0]?.contents ?? "", { level: 9 }).length
}

it("links one object of one string in at most 1,400 bytes", async () => {
  const size = await gzipped(`
    import { lazy, object, string } from "pristine-runtime/schema"
    export const PetSchema = /* @__PURE__ */ lazy(() => object({ name: string() }))
  `)
  expect(size).toBeLessThanOrEqual(1400)
})

it("links nothing for a schema that nobody uses", async () => {
  const size = await gzipped(`
    import { lazy, object, string } from "pristine-runtime/schema"
    const PetSchema = /* @__PURE__ */ lazy(() => object({ name: string() }))
    export const used = 1
  `)
  expect(size).toBeLessThanOrEqual(60)
})
