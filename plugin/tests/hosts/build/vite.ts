import { build } from "vite"
import { pristine } from "../../../src/index.ts"
import { absolute, files, rollupNames, type BuildRequest } from "./build-request.ts"

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
