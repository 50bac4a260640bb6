import { rolldown, type Plugin } from "rolldown"
import { pristine } from "../../../src/index.ts"
import { absolute, external, files, rollupNames, type BuildRequest } from "./build-request.ts"

export async function buildWithRolldown(
  { workspace, entries, minify = false, options, platform = "node" }: BuildRequest,
  pluginsBefore: readonly Plugin[] = [],
): Promise<Record<string, string>> {
  const dir = workspace.output("rolldown")
  const bundle = await rolldown({
    input: absolute(workspace, entries),
    external,
    platform,
    logLevel: "silent",
    resolve: { alias: { "@": workspace.path("src") } },
    plugins: [...pluginsBefore, pristine.rolldown(options)],
  })
  await bundle.write({ dir, format: "es", minify, sourcemap: true, ...rollupNames })
  await bundle.close()
  return files(dir, entries)
}
