import { relative } from "node:path"
import type { Loader, PartialMessage, PluginBuild } from "esbuild"
import { quoteLine, type Diagnostic } from "../diagnostics/index.ts"
import type { LoadedModule, ReadManifest } from "./generation.ts"
import type { ModuleId, ModuleIds } from "./module-ids.ts"

/** A module with the manifest that it is made from; no module where the manifest has errors. */
export interface Loaded {
  readonly manifest: ReadManifest
  readonly module: LoadedModule | undefined
}

/**
 * Loads generated modules in esbuild. Not through unplugin, which drops the text of the line that a message is about:
 * esbuild prints a frame of its own, which would be blank.
 */
export function loadInEsbuild(build: PluginBuild, ids: ModuleIds, load: (id: ModuleId) => Promise<Loaded>): void {
  const { absWorkingDir = process.cwd() } = build.initialOptions
  build.onLoad({ filter: ids.manifest, namespace: "file" }, async ({ path, suffix }) => {
    const target = ids.parse(path + suffix)
    if (!target) return undefined
    const { manifest, module } = await load(target)
    const { errors = [], warnings } = manifest.loaded
    const describe = (diagnostic: Diagnostic) => toMessage(diagnostic, manifest, absWorkingDir)
    return {
      contents: module ? withMap(module) : "",
      loader: "js" satisfies Loader,
      errors: errors.map(describe),
      warnings: target.part === "root" ? warnings.map(describe) : [],
      watchFiles: [target.file],
    }
  })
}

/** esbuild counts columns and lengths in bytes of UTF-8. */
function toMessage(diagnostic: Diagnostic, manifest: ReadManifest, folder: string): PartialMessage {
  const { code, message, fix, range } = diagnostic
  const { before, marked, after } = quoteLine(manifest.text, range)
  return {
    id: code,
    text: `${message} (${code})`,
    location: {
      file: relative(folder, manifest.file),
      line: range.start.line,
      column: Buffer.byteLength(before),
      length: Buffer.byteLength(marked),
      lineText: before + marked + after,
    },
    notes: [{ text: fix }],
  }
}

function withMap({ code, map }: LoadedModule): string {
  if (!map) return code
  const data = Buffer.from(JSON.stringify(map)).toString("base64")
  // In two pieces: whole, tools would take it for the source map of this file.
  return `${code}\n//# ${["sourceMappingURL", `data:application/json;charset=utf-8;base64,${data}`].join("=")}\n`
}
