import type { UnpluginOptions } from "unplugin"
import { describeProblems } from "./problems.ts"
import { isDevServer } from "./rollup-like.ts"
import type { Session } from "./session.ts"
import { withChangeListener } from "./vite-changes.ts"

/** Loads generated modules in hosts whose own hook takes all that they say. */
export function createLoadHook({ ids, load }: Session, rollupLike: boolean): UnpluginOptions["load"] {
  return {
    filter: { id: ids.generated },
    async handler(id) {
      // webpack and Rspack match rules without the query: `?raw` comes here too and is not ours.
      const target = ids.parse(id)
      if (!target) return undefined
      const { file } = target
      this.addWatchFile(file)
      const { manifest, module, warnings, isRepeated } = await load(target)
      const { errors = [] } = manifest.loaded
      const source = { file, text: manifest.text, framed: rollupLike }
      if (!module) {
        // A dev server answers each request by itself.
        if (isRepeated && !isDevServer(this)) return emptyModule(rollupLike)
        // Throws in some hosts and is only noted in others, which read the file as JSON if they get nothing.
        this.error(describeProblems(errors, source))
        return "export {}"
      }
      for (const warning of warnings) this.warn(describeProblems([warning], source))
      const served = target.part === "root" ? withChangeListener(module, file, this) : module
      return { ...served, ...(rollupLike && { moduleType: "js" }) }
    },
  }
}

/** A module of which hosts miss no export; the build fails by what another module of the manifest tells. */
function emptyModule(rollupLike: boolean): { readonly code: string; readonly moduleType?: string } {
  return rollupLike ? { code: "", moduleType: "js" } : { code: "module.exports = {}" }
}
