import type { UnpluginOptions } from "unplugin"
import { describeProblems } from "./problems.ts"
import { isDevServer, isRollupLike } from "./rollup-like.ts"
import type { Session } from "./session.ts"
import { withChangeListener } from "./vite-changes.ts"
import { isWebpackLike } from "./webpack-like.ts"

/** Loads generated modules in hosts whose own hook takes all that they say. */
export function createLoadHook({ ids, load }: Session, framework: string): UnpluginOptions["load"] {
  const rollupLike = isRollupLike(framework)
  // There the whole build is judged, not each module.
  const isSilent = isWebpackLike(framework)
  return {
    filter: { id: ids.generated },
    async handler(id) {
      // webpack and Rspack match rules without the query: `?raw` comes here too and is not ours.
      const target = ids.parse(id)
      if (!target) return undefined
      const { file } = target
      this.addWatchFile(file)
      const { manifest, module, warnings, isRepeated } = await load(target)
      const source = { file, text: manifest.text, framed: rollupLike }
      if (!module) {
        const { errors = [], warnings: doubts } = manifest.loaded
        // A dev server answers each request by itself.
        const toldElsewhere = isSilent ? errors.length > 0 : isRepeated && !isDevServer(this)
        if (toldElsewhere) return emptyModule(rollupLike)
        // Throws in some hosts and is only noted in others, which read the file as JSON if they get nothing.
        this.error(describeProblems([...errors, ...doubts], source))
        return "export {}"
      }
      if (!isSilent) for (const warning of warnings) this.warn(describeProblems([warning], source))
      const served = target.part === "root" ? withChangeListener(module, file, this) : module
      return { ...served, ...(rollupLike && { moduleType: "js" }) }
    },
  }
}

/** A module of which hosts miss no export; the build fails by what is told of the manifest elsewhere. */
function emptyModule(rollupLike: boolean): { readonly code: string; readonly moduleType?: string } {
  return rollupLike ? { code: "", moduleType: "js" } : { code: "module.exports = {}" }
}
