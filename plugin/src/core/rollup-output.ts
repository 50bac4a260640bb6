import { existsSync } from "node:fs"
import { dirname, join, resolve } from "node:path"
import type { BuildOutput, OutputScript } from "./build-output.ts"
import type { ModuleIds } from "./module-ids.ts"

/** What Rollup, Rolldown and Vite have in common where a bundle is ready. */
export interface RollupOutputContext {
  getModuleIds(): Iterable<string>
  getModuleInfo(id: string): ModuleLinks | null
  /** Vite's. */
  readonly environment?: {
    readonly name: string
    readonly config: {
      readonly root: string
      readonly consumer: "client" | "server"
      readonly build?: { readonly lib?: unknown; readonly ssr?: unknown }
    }
  }
}

interface ModuleLinks {
  readonly isEntry: boolean
  readonly importers: readonly string[]
  readonly dynamicImporters: readonly string[]
}

export type RollupBundle = Readonly<Record<string, { readonly type: string; readonly code?: string }>>

/** Reads a bundle. */
export function rollupOutput(
  context: RollupOutputContext,
  bundle: RollupBundle,
  ids: ModuleIds,
  platform: string | undefined,
): BuildOutput {
  const { environment } = context
  const fileOf = (id: string): string => ids.parse(id)?.file ?? id.replace(/\?.*$/, "")
  const graph = new Map<string, Set<string>>()
  let entry = "."
  for (const id of context.getModuleIds()) {
    const file = fileOf(id)
    const importers = graph.get(file) ?? new Set()
    graph.set(file, importers)
    const { importers: plain = [], dynamicImporters = [], isEntry = false } = context.getModuleInfo(id) ?? {}
    if (isEntry) entry = file
    for (const importer of [...plain, ...dynamicImporters]) {
      const from = fileOf(importer)
      if (from !== file) importers.add(from)
    }
  }
  const scripts = Object.entries(bundle).flatMap(([name, { type, code }]): readonly OutputScript[] =>
    type === "chunk" && code !== undefined ? [{ name, code }] : [],
  )
  return {
    ...(environment && environment.name !== "client" && { name: environment.name }),
    root: environment ? resolve(environment.config.root) : packageOf(entry),
    browser: environment ? isForBrowsers(environment) : runsInBrowsers(platform, graph.keys()),
    scripts: () => Promise.resolve(scripts),
    graph,
  }
}

/** Rollup and Rolldown know no project: it is the package that a build's entry belongs to, or the working directory. */
function packageOf(entry: string): string {
  for (let folder = dirname(resolve(entry)); ; folder = dirname(folder)) {
    if (existsSync(join(folder, "package.json"))) return folder
    if (folder === dirname(folder)) return process.cwd()
  }
}

/** A library is built for whoever imports it. */
function isForBrowsers({ config }: NonNullable<RollupOutputContext["environment"]>): boolean {
  return config.consumer === "client" && !config.build?.lib && !config.build?.ssr
}

/**
 * Rolldown knows its platform. Rollup does not, but a build for browsers resolves packages under the condition `browser`,
 * and the runtime has a file for that.
 */
function runsInBrowsers(platform: string | undefined, files: Iterable<string>): boolean {
  if (platform !== undefined) return platform === "browser"
  return [...files].some((file) => /[/\\]adapters[/\\]transport[/\\]no-failure-codes\.[jt]s$/.test(file))
}
