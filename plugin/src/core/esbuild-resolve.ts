import { resolve } from "node:path"
import type { OnResolveArgs, OnResolveResult, PluginBuild } from "esbuild"
import { toMessage } from "./esbuild-load.ts"
import { findUsesInFile } from "./importer-file.ts"
import type { CallChecker } from "./misspelt-calls.ts"
import type { ModuleId, ModuleIds } from "./module-ids.ts"

/** Set on our own lookups, so that they pass this plugin by. */
const passing = Symbol("pristine")

/**
 * Leads imports of manifests to generated modules. esbuild does not see through namespaces within namespaces, so every
 * importer gets a root that holds what its text uses of the default export. Importers that use the same share one.
 */
export function setupEsbuild(build: PluginBuild, ids: ModuleIds, calls: CallChecker): void {
  const { absWorkingDir = process.cwd() } = build.initialOptions
  build.onResolve({ filter: ids.owned }, async (args) => {
    if (args.pluginData === passing) return undefined
    const part = ids.parse(args.path)
    if (part && part.part !== "root") return own({ ...part, file: resolve(args.resolveDir, part.file) })
    const { importer, namespace, resolveDir, kind } = args
    const found = await build.resolve(args.path, {
      importer,
      namespace,
      resolveDir,
      kind,
      with: args.with,
      pluginData: passing,
    })
    const { path, external, errors, warnings } = found
    if (errors.length > 0) return { errors, warnings }
    if (external || found.namespace !== "file" || !ids.manifest.test(path))
      return { path, external, namespace: found.namespace, suffix: found.suffix, warnings }
    const keep = await readUses(build, args)
    const wrong = namespace === "file" ? await calls.check(importer, path) : undefined
    const told = wrong?.diagnostics.map((each) => toMessage(each, wrong, absWorkingDir)) ?? []
    return { ...own({ file: path, part: "root", ...(keep && { keep }) }), warnings: [...warnings, ...told] }
  })

  function own(id: ModuleId): OnResolveResult {
    return { path: id.file, suffix: ids.format(id).slice(id.file.length), namespace: "file", sideEffects: false }
  }
}

/** `undefined`: all of the default export stays. */
async function readUses(build: PluginBuild, args: OnResolveArgs): Promise<readonly string[] | undefined> {
  if (args.kind !== "import-statement" || args.namespace !== "file") return undefined
  const importer = { file: args.importer, specifier: args.path, loaders: build.initialOptions.loader }
  return findUsesInFile(importer, (text, options) => build.esbuild.transform(text, options))
}
