/**
 * The plugin for every host, and its options.
 *
 * @module
 */
import { readFileSync } from "node:fs"
import { createUnplugin, type UnpluginFactory, type UnpluginInstance } from "unplugin"
import { setupBun, type BunBuild, type BunPlatform } from "./core/bun-resolve.ts"
import { inspectInEsbuild, loadInEsbuild } from "./core/esbuild-load.ts"
import { setupEsbuild } from "./core/esbuild-resolve.ts"
import { loadInFarm, watchImportersInFarm } from "./core/farm-load.ts"
import { fingerprint } from "./core/fingerprint.ts"
import { createLoadHook } from "./core/load-hook.ts"
import { resolveOptions, type Options, type ResolvedOptions } from "./core/options.ts"
import { createInspectHooks } from "./core/rollup-inspect.ts"
import { createResolveHook, isRollupLike } from "./core/rollup-like.ts"
import { createSession } from "./core/session.ts"
import { version } from "./core/version.ts"
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
  const session = createSession(options, framework)
  const { ids, calls, load, inspect, inspectAsText, judge, start, settle, revise } = session
  const configure = (compiler: WebpackLikeCompiler): void => {
    configureWebpackLike(compiler, ids, fingerprint(version, options))
    inspectWebpackLike(compiler, ids, { inspect: inspectAsText, judge })
    resolveInWebpackLike(compiler, ids)
  }
  return {
    name: "pristine",
    enforce: "pre",
    buildStart: start,
    ...(rollupLike && { resolveId: createResolveHook(ids, calls) }),
    ...(framework !== "esbuild" && { load: createLoadHook(session, framework) }),
    writeBundle: settle,

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
        settle,
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
