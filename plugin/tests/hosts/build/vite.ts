import { build } from "vite"
import { pristine } from "../../../src/index.ts"
import { absolute, external, files, rollupNames, type BuildRequest } from "./build-request.ts"

export async function buildWithVite(
  { workspace, entries, minify = false, options }: BuildRequest,
  ssr: boolean,
): Promise<Record<string, string>> {
  const outDir = workspace.output("vite")
  await build({
    root: workspace.app,
    configFile: false,
    logLevel: "silent",
    resolve: { alias: { "@": workspace.path("src") } },
    plugins: [pristine.vite(options)],
    ...(ssr && { ssr: { noExternal: true, external: ["undici"] } }),
    build: {
      outDir,
      ssr,
      minify,
      sourcemap: true,
      modulePreload: false,
      rolldownOptions: {
        input: absolute(workspace, entries),
        preserveEntrySignatures: "strict",
        output: rollupNames,
      },
    },
  })
  return files(outDir, entries)
}

/** Library mode, as a package that brings an SDK is built. */
export async function buildLibraryWithVite(request: BuildRequest): Promise<Record<string, string>> {
  const { workspace, entries, minify = false, options } = request
  const outDir = workspace.output("vite-library")
  await build({
    root: workspace.app,
    configFile: false,
    logLevel: "silent",
    resolve: { alias: { "@": workspace.path("src") }, conditions: ["node"] },
    plugins: [pristine.vite(options)],
    build: {
      outDir,
      minify,
      sourcemap: true,
      lib: { entry: absolute(workspace, entries), formats: ["es"], fileName: (_format, name) => `${name}.mjs` },
      rolldownOptions: { external: [...external], output: { chunkFileNames: rollupNames.chunkFileNames } },
    },
  })
  return files(outDir, entries)
}
