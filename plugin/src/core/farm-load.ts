import { resolve } from "node:path"
import type { JsPlugin } from "@farmfe/core"
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
        if (!module) {
          const message = describe([...errors, ...manifest.loaded.warnings])
          // Farm prints the stack after the message, which would say it again, and the lines of what is thrown as one.
          if (!context) throw Object.assign(new Error(message), { stack: "" })
          context.error(message)
          return { content: "export {}", moduleType: "js" }
        }
        for (const warning of warnings) context?.warn(describe([warning]))
        return { content: module.code, moduleType: "js", sourceMap: module.map ? JSON.stringify(module.map) : null }
      },
    },
  }
}

/** Set on our own lookups, so that they pass this plugin by. */
const passing = "pristine"

/** Has importers of manifests looked at, and leaves it to Farm where they lead. */
export function watchImportersInFarm(ids: ModuleIds, calls: CallChecker): Pick<JsPlugin, "configResolved" | "resolve"> {
  let root = process.cwd()
  return {
    configResolved: (config) => void (root = config.root ?? root),
    resolve: {
      filters: { sources: [ids.manifest.source], importers: [".+"] },
      async executor(param, context, hookContext) {
        if (param.importer === null || !context || hookContext?.caller === passing) return null
        const importer = resolve(root, param.importer.replace(/\?.*$/, ""))
        const manifest = await find(param, context)
        const wrong = manifest === undefined ? undefined : await calls.check(importer, manifest)
        for (const each of wrong?.diagnostics ?? []) context.warn(formatDiagnostic(each, wrong?.text))
        return null
      },
    },
  }

  /** `undefined`: no manifest, or left to Farm, which then says that there is no such file. */
  async function find(param: PluginResolveHookParam, context: CompilationContext): Promise<string | undefined> {
    try {
      const { resolvedPath } = await context.resolve(param, { meta: {}, caller: passing })
      return ids.manifest.test(resolvedPath) ? resolvedPath : undefined
    } catch {
      return undefined
    }
  }
}

type ResolveExecutor = NonNullable<JsPlugin["resolve"]>["executor"]
type PluginResolveHookParam = Parameters<ResolveExecutor>[0]
type CompilationContext = NonNullable<Parameters<ResolveExecutor>[1]>

function toSearch(query: readonly (readonly [string, string])[]): string {
  return query.length === 0 ? "" : `?${query.map(([name, value]) => `${name}=${value}`).join("&")}`
}
