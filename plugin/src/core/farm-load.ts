import { dirname, resolve } from "node:path"
import type { JsPlugin } from "@farmfe/core"
import { packageImport } from "../callers/package-import.ts"
import { formatDiagnostic } from "../diagnostics/index.ts"
import type { Loaded } from "./loaded.ts"
import type { CallChecker } from "./misspelt-calls.ts"
import type { ModuleId, ModuleIds } from "./module-ids.ts"
import { describeProblems } from "./problems.ts"

/** Loads generated modules in Farm. Not through unplugin, which drops their source maps and asks about every file. */
export function loadInFarm(ids: ModuleIds, load: (id: ModuleId) => Promise<Loaded>): Pick<JsPlugin, "load"> {
  return {
    load: {
      filters: { resolvedPaths: [ids.generated.source] },
      async executor({ resolvedPath, query }, context) {
        const id = resolvedPath + toSearch(query)
        const target = ids.parse(id)
        if (!target) return null
        context?.addWatchFile(target.file, id)
        const { manifest, module, warnings } = await load(target)
        const { errors = [] } = manifest.loaded
        const describe = (diagnostics: typeof warnings) =>
          describeProblems(diagnostics, { file: target.file, text: manifest.text, framed: false }).message
        // Farm prints a message and then the stack, which would say it again.
        if (!module) throw Object.assign(new Error(describe([...errors, ...manifest.loaded.warnings])), { stack: "" })
        for (const warning of warnings) context?.warn(describe([warning]))
        return { content: module.code, moduleType: "js", sourceMap: module.map ? JSON.stringify(module.map) : null }
      },
    },
  }
}

/**
 * Has importers of manifests looked at, and leaves it to Farm where they lead. One that names a manifest by an alias is not: Farm
 * tells nobody what becomes of it.
 */
export function watchImportersInFarm(ids: ModuleIds, calls: CallChecker): Pick<JsPlugin, "configResolved" | "resolve"> {
  let root = process.cwd()
  return {
    configResolved: (config) => void (root = config.root ?? root),
    resolve: {
      filters: { sources: [ids.manifest.source], importers: [".+"] },
      async executor({ source, importer }, context) {
        const from = importer === null ? undefined : resolve(root, importer.replace(/\?.*$/, ""))
        const manifest = from === undefined ? undefined : await manifestOf(source, from)
        const wrong = from !== undefined && manifest !== undefined ? await calls.check(from, manifest) : undefined
        for (const each of wrong?.diagnostics ?? []) context?.warn(formatDiagnostic(each, wrong?.text))
        return null
      },
    },
  }
}

async function manifestOf(source: string, importer: string): Promise<string | undefined> {
  const folder = dirname(importer)
  const file = source.startsWith("#") ? await packageImport(source, folder) : resolve(folder, source)
  return file !== undefined && (source.startsWith(".") || source.startsWith("#")) ? file : undefined
}

function toSearch(query: readonly (readonly [string, string])[]): string {
  return query.length === 0 ? "" : `?${query.map(([name, value]) => `${name}=${value}`).join("&")}`
}
