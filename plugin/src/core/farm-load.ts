import type { JsPlugin } from "@farmfe/core"
import type { Loaded } from "./loaded.ts"
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
        if (!module) throw Object.assign(new Error(describe(errors)), { stack: "" })
        for (const warning of warnings) context?.warn(describe([warning]))
        return { content: module.code, moduleType: "js", sourceMap: module.map ? JSON.stringify(module.map) : null }
      },
    },
  }
}

function toSearch(query: readonly (readonly [string, string])[]): string {
  return query.length === 0 ? "" : `?${query.map(([name, value]) => `${name}=${value}`).join("&")}`
}
