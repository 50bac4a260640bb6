import type { ModuleIds } from "./module-ids.ts"

/** What webpack's and Rspack's compilers have in common and the plugin touches. */
export interface WebpackLikeCompiler {
  readonly options: {
    readonly module: { readonly rules: unknown[] }
    readonly cache?: unknown
  }
}

/** Holds a host's rules and its persistent cache to what the plugin generates. */
export function configureWebpackLike(compiler: WebpackLikeCompiler, ids: ModuleIds, fingerprint: string): void {
  // A project's own rule for `.json` comes after the rule that unplugin puts first, and would parse the code as JSON.
  compiler.options.module.rules.push({
    test: ids.manifest,
    resourceQuery: /^(?:$|\?pristine=)/,
    type: "javascript/auto",
    sideEffects: false,
  })
  const { cache } = compiler.options
  if (isPersistentCache(cache)) cache.version = `${cache.version ?? ""}|${fingerprint}`
}

function isPersistentCache(cache: unknown): cache is { version?: string } {
  return (
    typeof cache === "object" &&
    cache !== null &&
    "type" in cache &&
    ["filesystem", "persistent"].includes(String(cache.type))
  )
}
