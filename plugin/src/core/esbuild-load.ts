import { relative } from "node:path"
import type { Loader, PartialMessage, PluginBuild } from "esbuild"
import { quoteLine, type Diagnostic } from "../diagnostics/index.ts"
import type { ReadManifest } from "./generation.ts"
import type { BuildOutput } from "./build-output.ts"
import { esbuildOutput } from "./esbuild-output.ts"
import type { BuildProblems } from "./inspect-build.ts"
import { inlineMap } from "./inline-map.ts"
import type { Loaded } from "./loaded.ts"
import type { ModuleId, ModuleIds } from "./module-ids.ts"
import { errorTerminal } from "./report-terminal.ts"

/**
 * Loads generated modules in esbuild. Not through unplugin, which drops the text of the line that a message is about:
 * esbuild prints a frame of its own, which would be blank.
 */
export function loadInEsbuild(build: PluginBuild, ids: ModuleIds, load: (id: ModuleId) => Promise<Loaded>): void {
  const { absWorkingDir = process.cwd() } = build.initialOptions
  build.onLoad({ filter: ids.manifest, namespace: "file" }, async ({ path, suffix }) => {
    const target = ids.parse(path + suffix)
    if (!target) return undefined
    const { manifest, module, warnings, isRepeated } = await load(target)
    const { errors = [] } = manifest.loaded
    const describe = (diagnostic: Diagnostic) => toMessage(diagnostic, manifest, absWorkingDir)
    return {
      contents: module ? inlineMap(module) : "",
      loader: "js" satisfies Loader,
      errors: isRepeated ? [] : errors.map(describe),
      warnings: warnings.map(describe),
      watchFiles: [target.file],
    }
  })
}

/** Has what a build links looked at; problems become its errors. */
export function inspectInEsbuild(
  build: PluginBuild,
  inspect: (output: BuildOutput) => Promise<readonly BuildProblems[]>,
): void {
  build.initialOptions.metafile = true
  const { absWorkingDir = process.cwd() } = build.initialOptions
  build.onEnd(async (result) => {
    if (result.errors.length > 0) return undefined
    const problems = await inspect(esbuildOutput(build, result))
    const errors = problems.flatMap(({ manifest, diagnostics }) =>
      diagnostics.map((diagnostic) => toMessage(diagnostic, manifest, absWorkingDir)),
    )
    await printErrors(build, errors)
    return { errors }
  })
}

/** What goes wrong after a build esbuild hands to its caller, and prints nowhere; nobody reads a result in watch mode. */
async function printErrors({ esbuild, initialOptions }: PluginBuild, errors: readonly PartialMessage[]): Promise<void> {
  const { logLevel = "warning", color = errorTerminal().color } = initialOptions
  if (errors.length === 0 || logLevel === "silent") return
  const named = errors.map((error) => ({ ...error, pluginName: "pristine" }))
  const texts = await esbuild.formatMessages(named, { kind: "error", color })
  errorTerminal().print(texts.join(""))
}

/** esbuild counts columns and lengths in bytes of UTF-8. */
export function toMessage(
  diagnostic: Diagnostic,
  source: Pick<ReadManifest, "file" | "text">,
  folder: string,
): PartialMessage {
  const { code, message, fix, range } = diagnostic
  const { before, marked, after } = quoteLine(source.text, range)
  return {
    id: code,
    text: `${message} (${code})`,
    location: {
      file: relative(folder, source.file),
      line: range.start.line,
      column: Buffer.byteLength(before),
      length: Buffer.byteLength(marked),
      lineText: before + marked + after,
    },
    notes: [{ text: fix }],
  }
}
