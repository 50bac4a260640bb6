import * as esbuild from "esbuild"
import { pristine } from "../../../src/index.ts"
import { absolute, files, type BuildRequest } from "./build-request.ts"

export async function buildWithEsbuild({
  workspace,
  entries,
  minify = false,
  keepNames = false,
  options,
  platform = "node",
}: BuildRequest): Promise<Record<string, string>> {
  const outdir = workspace.output("esbuild")
  await esbuild.build({
    absWorkingDir: workspace.app,
    entryPoints: absolute(workspace, entries),
    bundle: true,
    format: "esm",
    platform,
    splitting: true,
    minifySyntax: minify,
    minifyWhitespace: minify,
    minifyIdentifiers: minify && !keepNames,
    sourcemap: true,
    outdir,
    outExtension: { ".js": ".mjs" },
    alias: { "@": workspace.path("src") },
    external: ["undici"],
    logLevel: "silent",
    plugins: [pristine.esbuild(options)],
  })
  return files(outdir, entries)
}
