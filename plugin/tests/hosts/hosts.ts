import { access } from "node:fs/promises"
import { join } from "node:path"
import { nodeResolve } from "@rollup/plugin-node-resolve"
import { rspack } from "@rspack/core"
import * as esbuild from "esbuild"
import { rolldown } from "rolldown"
import { rollup, type Plugin } from "rollup"
import { build as viteBuild } from "vite"
import webpack from "webpack"
import { pristine, type Options } from "../../src/index.ts"
import type { Workspace } from "./workspace.ts"

export interface BuildRequest {
  readonly workspace: Workspace
  /** Entries by name, relative to the application. */
  readonly entries: Readonly<Record<string, string>>
  readonly minify?: boolean
  /** esbuild leaves names as they are when it minifies. */
  readonly keepNames?: boolean
  readonly options?: Options
}

/** Bundles entries as ES modules for Node and returns their files; rejects with everything the host printed. */
export interface Host {
  readonly name: string
  readonly build: (request: BuildRequest) => Promise<Readonly<Record<string, string>>>
}

const external = ["undici", /^node:/]
const extensionless = { entryFileNames: "[name].mjs", chunkFileNames: "chunks/[name]-[hash].mjs" }

export const hosts: readonly Host[] = [
  { name: "rollup", build: buildWithRollup },
  { name: "rolldown", build: buildWithRolldown },
  { name: "esbuild", build: buildWithEsbuild },
  { name: "vite build", build: (request) => buildWithVite(request, false) },
  { name: "vite build --ssr", build: (request) => buildWithVite(request, true) },
  { name: "webpack", build: buildWithWebpack },
  { name: "rspack", build: buildWithRspack },
]

async function buildWithRollup({
  workspace,
  entries,
  minify = false,
  options,
}: BuildRequest): Promise<Record<string, string>> {
  const dir = workspace.output("rollup")
  const bundle = await rollup({
    input: absolute(workspace, entries),
    external,
    plugins: [alias(workspace), nodeResolve({ exportConditions: ["node"] }), pristine.rollup(options)],
    onLog: (_level, log) => {
      if (log.code === "UNRESOLVED_IMPORT") throw new Error(log.message)
    },
  })
  await bundle.write({ dir, format: "es", compact: minify, sourcemap: true, ...extensionless })
  await bundle.close()
  return minify ? minifyFiles(files(dir, entries)) : files(dir, entries)
}

async function buildWithRolldown({
  workspace,
  entries,
  minify = false,
  options,
}: BuildRequest): Promise<Record<string, string>> {
  const dir = workspace.output("rolldown")
  const bundle = await rolldown({
    input: absolute(workspace, entries),
    external,
    platform: "node",
    logLevel: "silent",
    resolve: { alias: { "@": workspace.path("src") } },
    plugins: [pristine.rolldown(options)],
  })
  await bundle.write({ dir, format: "es", minify, sourcemap: true, ...extensionless })
  await bundle.close()
  return files(dir, entries)
}

async function buildWithEsbuild({
  workspace,
  entries,
  minify = false,
  keepNames = false,
  options,
}: BuildRequest): Promise<Record<string, string>> {
  const outdir = workspace.output("esbuild")
  await esbuild.build({
    absWorkingDir: workspace.app,
    entryPoints: absolute(workspace, entries),
    bundle: true,
    format: "esm",
    platform: "node",
    splitting: true,
    minifySyntax: minify,
    minifyWhitespace: minify,
    minifyIdentifiers: minify && !keepNames,
    sourcemap: true,
    outdir,
    outExtension: { ".js": ".mjs" },
    alias: { "@": workspace.path("src") },
    external: ["undici"],
    logLevel: "silent",
    plugins: [pristine.esbuild(options)],
  })
  return files(outdir, entries)
}

async function buildWithVite(
  { workspace, entries, minify = false, options }: BuildRequest,
  ssr: boolean,
): Promise<Record<string, string>> {
  const outDir = workspace.output("vite")
  await viteBuild({
    root: workspace.app,
    configFile: false,
    logLevel: "silent",
    resolve: { alias: { "@": workspace.path("src") } },
    plugins: [pristine.vite(options)],
    ...(ssr && { ssr: { noExternal: true, external: ["undici"] } }),
    build: {
      outDir,
      ssr,
      minify,
      sourcemap: true,
      modulePreload: false,
      rolldownOptions: {
        input: absolute(workspace, entries),
        preserveEntrySignatures: "strict",
        output: extensionless,
      },
    },
  })
  return files(outDir, entries)
}

/** What webpack's and Rspack's configurations have in common; a rule for `.json` as real projects have it included. */
export function webpackLikeConfig({ workspace, entries, minify = false }: BuildRequest, path: string) {
  return {
    mode: minify ? ("production" as const) : ("development" as const),
    devtool: "source-map" as const,
    context: workspace.app,
    target: "node20" as const,
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

async function buildWithWebpack(request: BuildRequest): Promise<Record<string, string>> {
  const path = request.workspace.output("webpack")
  const compiler = webpack({
    ...webpackLikeConfig(request, path),
    experiments: { outputModule: true },
    plugins: [pristine.webpack(request.options)],
  })
  await runCompiler(compiler)
  return files(path, request.entries)
}

async function buildWithRspack(request: BuildRequest): Promise<Record<string, string>> {
  const path = request.workspace.output("rspack")
  const compiler = rspack({ ...webpackLikeConfig(request, path), plugins: [pristine.rspack(request.options)] })
  await runCompiler(compiler)
  return files(path, request.entries)
}

interface Stats {
  hasErrors(): boolean
  toString(options: object): string
}

interface Compiler {
  run(done: (error: Error | null, stats?: Stats) => void): void
  close(done: (error?: Error | null) => void): void
}

/** Runs webpack or Rspack once; rejects with what its command line would print. */
export async function runCompiler(compiler: Compiler | null): Promise<void> {
  if (!compiler) throw new Error("The host made no compiler.")
  const stats = await new Promise<Stats | undefined>((resolve, reject) => {
    compiler.run((error, result) => (error ? reject(error) : resolve(result)))
  })
  await new Promise<void>((resolve, reject) => {
    compiler.close((error) => (error ? reject(error) : resolve()))
  })
  if (stats?.hasErrors()) throw new Error(stats.toString({ colors: false, all: false, errors: true }))
}

function absolute(workspace: Workspace, entries: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(entries).map(([name, file]) => [name, workspace.path(file)]))
}

function files(dir: string, entries: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.keys(entries).map((name) => [name, join(dir, `${name}.mjs`)]))
}

/** Rollup has no alias of its own. */
function alias(workspace: Workspace): Plugin {
  return {
    name: "alias",
    async resolveId(source, importer) {
      if (!source.startsWith("@/")) return null
      const path = workspace.path(`src/${source.slice(2)}`)
      await access(path)
      return this.resolve(path, importer)
    },
  }
}

/** Rollup has no minifier of its own either. */
async function minifyFiles(built: Record<string, string>): Promise<Record<string, string>> {
  await esbuild.build({
    entryPoints: Object.values(built),
    allowOverwrite: true,
    minify: true,
    outdir: join(Object.values(built)[0] ?? "", ".."),
    outExtension: { ".js": ".mjs" },
    logLevel: "silent",
  })
  return built
}
