import type { BuildOutput } from "./build-output.ts"
import type { ModuleIds } from "./module-ids.ts"

/** What webpack's and Rspack's compilations have in common and the plugin reads. */
export interface WebpackLikeCompilation {
  readonly modules: Iterable<WebpackLikeModule>
  readonly moduleGraph: {
    getIncomingConnections(module: WebpackLikeModule): Iterable<{ readonly originModule?: WebpackLikeModule | null }>
  }
  readonly errors: unknown[]
  readonly warnings: unknown[]
  getAssets(): readonly { readonly name: string; readonly source: { source(): string | Buffer } }[]
}

export interface WebpackLikeModule {
  readonly resource?: string
}

/** Files with their importers; read while no modules are joined yet. */
export function webpackGraph(
  { modules, moduleGraph }: Pick<WebpackLikeCompilation, "modules" | "moduleGraph">,
  ids: ModuleIds,
): BuildOutput["graph"] {
  const graph = new Map<string, Set<string>>()
  for (const module of modules) {
    const file = fileOf(module, ids)
    if (file === undefined) continue
    const importers = graph.get(file) ?? new Set()
    graph.set(file, importers)
    for (const { originModule } of moduleGraph.getIncomingConnections(module)) {
      const from = originModule ? fileOf(originModule, ids) : undefined
      if (from !== undefined && from !== file) importers.add(from)
    }
  }
  return graph
}

/** Reads a compilation whose assets are ready. */
export function webpackOutput(
  compilation: Pick<WebpackLikeCompilation, "getAssets">,
  facts: Pick<BuildOutput, "root" | "browser" | "graph">,
): BuildOutput {
  return {
    ...facts,
    scripts: () =>
      Promise.resolve(
        compilation
          .getAssets()
          .filter(({ name }) => /\.[cm]?js(?:\?|$)/.test(name))
          .map(({ name, source }) => ({ name, code: source.source().toString() })),
      ),
  }
}

/** A manifest that a rule of the project takes, as under `?raw`, is no manifest to the build: it keeps its query. */
function fileOf({ resource }: WebpackLikeModule, ids: ModuleIds): string | undefined {
  if (resource === undefined) return undefined
  const file = resource.replace(/\?.*$/, "")
  return ids.manifest.test(file) && !ids.parse(resource) ? resource : file
}
