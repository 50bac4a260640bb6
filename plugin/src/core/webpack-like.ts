import { existsSync } from "node:fs"
import { isAbsolute, resolve } from "node:path"
import type { BuildOutput } from "./build-output.ts"
import { findUsesInFile } from "./importer-file.ts"
import type { ModuleIds } from "./module-ids.ts"
import type { Session } from "./session.ts"
import { webpackGraph, webpackOutput, type WebpackLikeCompilation } from "./webpack-output.ts"

/** What webpack's and Rspack's compilers have in common and the plugin touches. */
export interface WebpackLikeCompiler {
  readonly context: string
  readonly options: {
    readonly module: { readonly rules: unknown[] }
    readonly cache?: unknown
    readonly mode?: string
    readonly externalsPresets?: { readonly web?: boolean }
  }
  /** As each types them; `CompilerHooks` is what the plugin calls. */
  readonly hooks: unknown
}

interface CompilerHooks {
  readonly thisCompilation: { tap(name: string, listener: (compilation: CompilationHooks) => void): void }
  readonly normalModuleFactory: { tap(name: string, listener: (factory: ModuleFactory) => void): void }
}

interface ModuleFactory {
  readonly hooks: {
    readonly beforeResolve: { tapPromise(name: string, listener: (data: ResolveData) => Promise<void>): void }
  }
}

interface ResolveData {
  request: string
  /** Folder of the importer. */
  readonly context: string
  readonly contextInfo: { readonly issuer: string }
}

interface CompilationHooks extends WebpackLikeCompilation {
  readonly hooks: {
    readonly finishModules: { tap(name: string, listener: () => void): void }
    readonly processAssets: {
      tapPromise(options: { readonly name: string; readonly stage: number }, listener: () => Promise<void>): void
    }
  }
}

/** `PROCESS_ASSETS_STAGE_REPORT` of both: after everything that changes assets. */
const reportStage = 5_000

/** Hosts that keep modules from one build to the next. */
export function isWebpackLike(framework: string): boolean {
  return ["webpack", "rspack", "rsbuild"].includes(framework)
}

/** Has what a compilation holds looked at, its manifests and what it links; problems become its errors and warnings. */
export function inspectWebpackLike(
  compiler: WebpackLikeCompiler,
  ids: ModuleIds,
  { inspect, judge }: { readonly inspect: Session["inspectAsText"]; readonly judge: Session["judge"] },
): void {
  const hooks = compiler.hooks as CompilerHooks
  hooks.thisCompilation.tap("pristine", (compilation) => {
    let graph: BuildOutput["graph"] = new Map()
    compilation.hooks.finishModules.tap("pristine", () => void (graph = webpackGraph(compilation, ids)))
    compilation.hooks.processAssets.tapPromise({ name: "pristine", stage: reportStage }, async () => {
      const { errors, warnings } = await judge(graph)
      compilation.warnings.push(...warnings.map((problem) => new Error(problem)))
      compilation.errors.push(...errors.map((problem) => new Error(problem)))
      const browser = compiler.options.externalsPresets?.web === true
      const problems = await inspect(webpackOutput(compilation, { root: compiler.context, browser, graph }))
      compilation.errors.push(...problems.map((problem) => new Error(problem)))
    })
  })
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

/** Of a package, what is exported or imported under a key is looked up with the query, and not found. */
const isPath = /^(?:\.{0,2}\/|[a-z]:[\\/])[^!]*$/i

/**
 * Gives an importer that takes a manifest apart a root of its own, where it names it by a path. Not in development, where modules are shared by
 * everybody and nothing is left out of them.
 */
export function resolveInWebpackLike(compiler: WebpackLikeCompiler, ids: ModuleIds): void {
  if (compiler.options.mode === "development") return
  const hooks = compiler.hooks as CompilerHooks
  hooks.normalModuleFactory.tap("pristine", (factory) => {
    factory.hooks.beforeResolve.tapPromise("pristine", async (data) => {
      const { request, context, contextInfo } = data
      if (!isPath.test(request) || !ids.manifest.test(request) || !isAbsolute(contextInfo.issuer)) return
      // A file that is not there is told by its own name.
      if (!existsSync(resolve(context, request))) return
      const importer = { file: contextInfo.issuer, specifier: request, loaders: undefined }
      const keep = await findUsesInFile(importer)
      if (keep) data.request = ids.format({ file: request, part: "root", keep })
    })
  })
}

function isPersistentCache(cache: unknown): cache is { version?: string } {
  return (
    typeof cache === "object" &&
    cache !== null &&
    "type" in cache &&
    ["filesystem", "persistent"].includes(String(cache.type))
  )
}
