import { build } from "esbuild"
import { fileURLToPath } from "node:url"
import { join } from "node:path"

/** Of a benchmark that runs: beside what was bundled of it. */
export const cacheFolder = fileURLToPath(new URL(".", import.meta.url))
export const benchFolder = join(cacheFolder, "../../../bench")
export const peersFolder = join(benchFolder, "peers")

/** Bundles a module of this folder into one that runs, and gives its path. */
export async function bundleForRun(file: string): Promise<string> {
  await build({
    entryPoints: [join(benchFolder, file)],
    outdir: cacheFolder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    // What is imported when it is needed must not be loaded before.
    splitting: true,
    platform: "node",
    format: "esm",
    target: "node22",
    packages: "external",
    minify: true,
    keepNames: true,
    logLevel: "warning",
  })
  return join(cacheFolder, file.replace(/\.ts$/, ".mjs"))
}
