/**
 * The plugin for every host, and its options.
 *
 * @module
 */
import { readFileSync } from "node:fs"
import { createUnplugin, type UnpluginFactory, type UnpluginInstance, type UnpluginOptions } from "unplugin"
import { setupBun, type BunBuild, type BunPlatform } from "./core/bun-resolve.ts"
import { createChangeLog } from "./core/change-log.ts"
import { createDeclarationQueue } from "./core/declaration-queue.ts"
import type { BuildOutput } from "./core/build-output.ts"
import { inspectInEsbuild, loadInEsbuild } from "./core/esbuild-load.ts"
import { setupEsbuild } from "./core/esbuild-resolve.ts"
import { loadInFarm, watchImportersInFarm } from "./core/farm-load.ts"
import { fingerprint } from "./core/fingerprint.ts"
import { createGeneration } from "./core/generation.ts"
import { inspectBuild } from "./core/inspect-build.ts"
import type { Loaded } from "./core/loaded.ts"
import { createCallChecker } from "./core/misspelt-calls.ts"
import { createModuleIds, type ModuleId } from "./core/module-ids.ts"
import { resolveOptions, type Options, type ResolvedOptions } from "./core/options.ts"
import { describeProblems } from "./core/problems.ts"
import { reportTerminal } from "./core/report-terminal.ts"
import { createInspectHooks } from "./core/rollup-inspect.ts"
import { createResolveHook, isDevServer, isRollupLike } from "./core/rollup-like.ts"
import { createTeller } from "./core/teller.ts"
import { version } from "./core/version.ts"
import { formatDiagnostic } from "./diagnostics/index.ts"
import { withChangeListener } from "./core/vite-changes.ts"
import { createViteHooks } from "./core/vite-hooks.ts"
import {
  configureWebpackLike,
  inspectWebpackLike,
  resolveInWebpackLike,
  type WebpackLikeCompiler,
} from "./core/webpack-like.ts"

export type { Options } from "./core/options.ts"

/** Makes the hooks for one host; a new object each time, because hosts change what they are given. */
const createHooks: UnpluginFactory<Options | undefined, false> = (given, { framework }) => {
  const options = resolveOptions(given)
  refuseReports(framework, options)
  const rollupLike = isRollupLike(framework)
  const ids = createModuleIds(options.include, rollupLike ? ".js" : "")
  const generation = createGeneration(options, ids, { reexportsDefault: framework !== "farm" })
  const declarations = createDeclarationQueue(options)
  const inspector = { options, ids, generation, ...reportTerminal() }
  const configure = (compiler: WebpackLikeCompiler): void => {
    configureWebpackLike(compiler, ids, fingerprint(version, options))
    inspectWebpackLike(compiler, inspectAsText, checkCalls)
    resolveInWebpackLike(compiler, ids)
  }
  const log = createChangeLog()
  const teller = createTeller()
  const calls = createCallChecker(generation)
  const start = (): void => {
    teller.start()
    calls.start()
  }
  const load = async (target: ModuleId): Promise<Loaded> => {
    const manifest = await generation.read(target.file)
    const module = generation.generate(manifest, target)
    if (module && target.part === "root") declarations.add(manifest)
    if (manifest.loaded.model) log.note(target.file, manifest.loaded.model)
    const tells = (!module || target.part === "root") && teller.tells(manifest)
    return { manifest, module, warnings: tells ? manifest.loaded.warnings : [], isRepeated: !tells }
  }

  /** Not every saved manifest is asked for: its declarations are written at once, for the editor. */
  const revise = (file: string, text: string): readonly string[] => {
    const manifest = generation.take(file, text)
    const { model } = manifest.loaded
    if (!model) return []
    declarations.add(manifest)
    return log.revise(file, model)
  }

  const inspect = (output: BuildOutput) => inspectBuild(output, inspector)
  /** The same where a host takes text. */
  const inspectAsText = async (output: BuildOutput): Promise<readonly string[]> => {
    const problems = await inspect(output)
    return problems.flatMap(({ manifest, diagnostics }) =>
      diagnostics.map((diagnostic) => formatDiagnostic(diagnostic, manifest.text)),
    )
  }

  const checkCalls = async (graph: BuildOutput["graph"]): Promise<readonly string[]> => {
    const texts: string[] = []
    for (const [file, importers] of graph) {
      if (!ids.manifest.test(file)) continue
      for (const importer of importers) {
        const wrong = await calls.check(importer, file)
        texts.push(...(wrong?.diagnostics.map((each) => formatDiagnostic(each, wrong.text)) ?? []))
      }
    }
    return texts
  }

  const hook: UnpluginOptions["load"] = {
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

  return {
    name: "pristine",
    enforce: "pre",
    buildStart: start,
    ...(rollupLike && { resolveId: createResolveHook(ids, calls) }),
    ...(framework !== "esbuild" && { load: hook }),
    writeBundle: () => declarations.settle(),

    rollup: createInspectHooks(ids, inspectAsText, start) as object,
    rolldown: createInspectHooks(ids, inspectAsText, start) as object,
    vite: {
      ...(createInspectHooks(ids, inspectAsText, start) as object),
      ...createViteHooks({
        ids,
        createOptimizerPlugin: () => ({
          ...pristine.rolldown({ ...given, report: false }),
          // What the optimizer bundles is no build of the app's.
          generateBundle: undefined,
          name: fingerprint(version, options),
        }),
        revise,
        settle: declarations.settle,
        cacheKey: (file) => fingerprint(version, options, readFileSync(file, "utf8")),
      }),
    },
    webpack: configure,
    rspack: configure,
    rsbuild: {
      setup: (api) => api.modifyRspackConfig((config) => void config.plugins.push({ apply: configure })),
    },
    esbuild: {
      setup(build) {
        setupEsbuild(build, ids, calls)
        loadInEsbuild(build, ids, load)
        inspectInEsbuild(build, inspect)
      },
    },
    farm: { ...loadInFarm(ids, load), ...watchImportersInFarm(ids, calls) },
    bun: {
      setup: (build) =>
        setupBun(build as BunBuild, ids, (globalThis as unknown as { readonly Bun: BunPlatform }).Bun, calls),
      loader: "js",
    },
  }
}

/** A module of which hosts miss no export; the build fails by what another module of the manifest tells. */
function emptyModule(rollupLike: boolean): { readonly code: string; readonly moduleType?: string } {
  return rollupLike ? { code: "", moduleType: "js" } : { code: "module.exports = {}" }
}

/** Farm's and Bun's plugins do not see what was linked: an option that did nothing would look like one that found nothing. */
function refuseReports(framework: string, { report, budget }: ResolvedOptions): void {
  if (!["farm", "bun", "unloader"].includes(framework)) return
  const name = report ? "report" : budget === undefined ? undefined : "budget"
  if (name !== undefined)
    throw new TypeError(`[unplugin-pristine] The option \`${name}\` has no effect in ${framework}. Remove it there.`)
}

/** The plugin: `pristine.vite(options)`, `pristine.rollup(options)` and so on. */
export const pristine: UnpluginInstance<Options | undefined, false> = /* @__PURE__ */ createUnplugin(createHooks)

export default pristine
