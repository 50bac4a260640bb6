import { rspack } from "@rspack/core"
import webpack from "webpack"
import { pristine } from "../../../src/index.ts"
import { absolute, files, type BuildRequest } from "./build-request.ts"

/** What webpack's and Rspack's configurations have in common; a rule for `.json` as real projects have it included. */
export function webpackLikeConfig({ workspace, entries, minify = false, platform }: BuildRequest, path: string) {
  return {
    mode: minify ? ("production" as const) : ("development" as const),
    devtool: "source-map" as const,
    context: workspace.app,
    target: platform === "browser" ? ("web" as const) : ("node20" as const),
    entry: absolute(workspace, entries),
    externals: { undici: "module undici" },
    externalsType: "module" as const,
    output: {
      path,
      filename: "[name].mjs",
      module: true,
      chunkFormat: "module" as const,
      library: { type: "module" as const },
    },
    resolve: { alias: { "@": workspace.path("src") } },
    module: { rules: [{ test: /\.json$/, type: "json" as const }] },
  }
}

export async function buildWithWebpack(request: BuildRequest): Promise<Record<string, string>> {
  const path = request.workspace.output("webpack")
  const compiler = webpack({
    ...webpackLikeConfig(request, path),
    experiments: { outputModule: true },
    plugins: [pristine.webpack(request.options)],
  })
  await runCompiler(compiler)
  return files(path, request.entries)
}

export async function buildWithRspack(request: BuildRequest): Promise<Record<string, string>> {
  const path = request.workspace.output("rspack")
  const compiler = rspack({ ...webpackLikeConfig(request, path), plugins: [pristine.rspack(request.options)] })
  await runCompiler(compiler)
  return files(path, request.entries)
}

export interface Stats {
  hasErrors(): boolean
  toString(options: object): string
  toJson(options: object): { readonly modules?: readonly StatsModule[] }
}

interface StatsModule {
  readonly name?: string
  readonly built?: boolean
}

interface Compiler {
  run(done: (error: Error | null, stats?: Stats) => void): void
  close(done: (error?: Error | null) => void): void
}

/** Runs webpack or Rspack once; rejects with what its command line would print. */
export async function runCompiler(compiler: Compiler | null): Promise<readonly GeneratedModule[]> {
  if (!compiler) throw new Error("The host made no compiler.")
  const stats = await new Promise<Stats | undefined>((resolve, reject) => {
    compiler.run((error, result) => (error ? reject(error) : resolve(result)))
  })
  const generated = stats ? generatedModules(stats) : []
  await new Promise<void>((resolve, reject) => {
    compiler.close((error) => (error ? reject(error) : resolve()))
  })
  if (stats?.hasErrors()) throw new Error(stats.toString({ colors: false, all: false, errors: true }))
  return generated
}

/** A generated module of a build, and whether it was built anew or came from a cache. */
export interface GeneratedModule {
  readonly name: string
  readonly built: boolean
}

export function generatedModules(stats: Pick<Stats, "toJson">): readonly GeneratedModule[] {
  const options = { all: false, modules: true, nestedModules: true, cachedModules: true, modulesSpace: Infinity }
  return (stats.toJson(options).modules ?? []).flatMap(({ name = "", built = false }) =>
    name.includes("?pristine=") ? [{ name, built }] : [],
  )
}
