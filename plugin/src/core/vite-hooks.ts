import { stat } from "node:fs/promises"
import type { Plugin } from "vite"
import type { ModuleIds } from "./module-ids.ts"
import { tellChanges } from "./vite-changes.ts"

/** What the Vite hooks need to know of the rest of the plugin. */
export interface ViteContext {
  readonly ids: ModuleIds
  /** The same plugin for the optimizer, which bundles dependencies without the plugins of the app. */
  readonly createOptimizerPlugin: () => object
  /** Key of what is generated from a manifest, for caches of transformed modules. */
  readonly cacheKey: (file: string) => string | null
  /** A manifest was saved. Resolves to what changed in meaning; to nothing where it has errors. */
  readonly revise: (file: string) => Promise<readonly string[]>
  /** Waits for what is still being written. */
  readonly settle: () => Promise<void>
}

/** The part of Vitest's plugin context that moves between its versions. */
interface VitestContext {
  readonly defineCacheKeyGenerator?: DefineCacheKey
  readonly experimental_defineCacheKeyGenerator?: DefineCacheKey
}
type DefineCacheKey = (generate: (module: { readonly id: string }) => string | null) => void

/** Hooks that only Vite, or Vitest through it, calls. */
export function createViteHooks({
  ids,
  createOptimizerPlugin,
  cacheKey,
  revise,
  settle,
}: ViteContext): Partial<Plugin> {
  const vitest = {
    configureVitest(context: VitestContext) {
      const define = context.defineCacheKeyGenerator ?? context.experimental_defineCacheKeyGenerator
      define?.(({ id }) => {
        const target = ids.parse(id)
        return target ? cacheKey(target.file) : null
      })
    },
  }
  return {
    ...vitest,
    config: () => ({ optimizeDeps: { rolldownOptions: { plugins: [createOptimizerPlugin() as never] } } }),

    /** Called once for each environment: every part of a changed manifest is out of date. */
    async hotUpdate({ file, modules, read }) {
      if (!ids.manifest.test(file)) return undefined
      if (this.environment.name === "client") {
        // Some editors empty a file before they write it: Vite's own reading waits for the rest.
        if ((await stat(file)).size === 0) await read()
        tellChanges(this.environment, file, await revise(file))
      }
      const generated = this.environment.moduleGraph.getModulesByFile(ids.format({ file, part: "root" }))
      return [...new Set([...modules, ...(generated ?? [])])]
    },

    /** A dev server writes no bundle; it only closes. */
    closeBundle: settle,
  }
}
