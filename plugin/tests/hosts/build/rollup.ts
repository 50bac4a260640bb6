import { access } from "node:fs/promises"
import { join } from "node:path"
import { nodeResolve } from "@rollup/plugin-node-resolve"
import * as esbuild from "esbuild"
import { rollup, type Plugin } from "rollup"
import { pristine } from "../../../src/index.ts"
import type { Workspace } from "../workspace.ts"
import { absolute, external, files, rollupNames, type BuildRequest } from "./build-request.ts"

export async function buildWithRollup(
  { workspace, entries, minify = false, options, platform }: BuildRequest,
  pluginsBefore: readonly Plugin[] = [],
): Promise<Record<string, string>> {
  const dir = workspace.output("rollup")
  const bundle = await rollup({
    input: absolute(workspace, entries),
    external,
    plugins: [
      ...pluginsBefore,
      alias(workspace),
      nodeResolve(
        platform === "browser" ? { browser: true, exportConditions: ["browser"] } : { exportConditions: ["node"] },
      ),
      pristine.rollup(options),
    ],
    onLog: (_level, log) => {
      if (log.code === "UNRESOLVED_IMPORT") throw new Error(log.message)
    },
  })
  await bundle.write({ dir, format: "es", compact: minify, sourcemap: true, ...rollupNames })
  await bundle.close()
  return minify ? minifyFiles(files(dir, entries)) : files(dir, entries)
}

/** Rollup has no alias of its own. */
function alias(workspace: Workspace): Plugin {
  return {
    name: "alias",
    async resolveId(source, importer) {
      if (!source.startsWith("@/")) return null
      const path = workspace.path(`src/${source.slice(2)}`)
      await access(path)
      return this.resolve(path, importer)
    },
  }
}

/** Rollup has no minifier of its own either. */
async function minifyFiles(built: Record<string, string>): Promise<Record<string, string>> {
  await esbuild.build({
    entryPoints: Object.values(built),
    allowOverwrite: true,
    minify: true,
    outdir: join(Object.values(built)[0] ?? "", ".."),
    outExtension: { ".js": ".mjs" },
    logLevel: "silent",
  })
  return built
}
