import { rename } from "node:fs/promises"
import { join, parse } from "node:path"
import { pristine } from "../../../src/index.ts"
import type { BunRequest } from "./bun.ts"

/** What of Bun's own types is used: the repository's are those of Node. */
interface BunGlobal {
  build(options: object): Promise<{ readonly success: boolean; readonly logs: readonly unknown[] }>
}
const { Bun } = globalThis as unknown as { readonly Bun: BunGlobal }

const { src, outdir, entries, minify, keepNames, options } = JSON.parse(process.argv[2] ?? "") as BunRequest
const alias = {
  name: "alias",
  setup: (build: { onResolve(filter: object, resolve: (args: { path: string }) => object): void }) =>
    build.onResolve({ filter: /^@\// }, ({ path }) => ({ path: join(src, path.slice(2)) })),
}
const { success, logs } = await Bun.build({
  entrypoints: Object.values(entries),
  outdir,
  target: "node",
  format: "esm",
  splitting: true,
  sourcemap: "linked",
  external: ["undici"],
  naming: { entry: "[name].mjs", chunk: "chunks/[name]-[hash].mjs" },
  minify: { syntax: minify, whitespace: minify, identifiers: minify && !keepNames },
  plugins: [alias, pristine.bun(options)],
  throw: false,
})
if (!success) throw new Error(logs.map(String).join("\n"))
// Bun names what it writes after the files that it read.
for (const [name, file] of Object.entries(entries)) {
  if (parse(file).name !== name) await rename(join(outdir, `${parse(file).name}.mjs`), join(outdir, `${name}.mjs`))
}
