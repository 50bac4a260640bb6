import { build, type BuildOptions } from "esbuild"
import { fileURLToPath } from "node:url"

const folder = fileURLToPath(new URL(".", import.meta.url))

/** Conditions under which a bundler resolves the package, and what it takes the platform for. */
export interface BundleTarget {
  readonly conditions: readonly string[]
  readonly platform: "browser" | "neutral"
}

/** Compiles the cases for a process. The package stays outside: the platform finds it, and the transport, by itself. */
export async function compileForProcess(outfile: string): Promise<void> {
  await build({
    entryPoints: [`${folder}entries/process.ts`],
    outfile,
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    target: "node20",
    logLevel: "warning",
  })
}

/** One script of the cases and the package, for a realm without modules. */
export async function bundleForRealm(target: BundleTarget): Promise<string> {
  return bundle(target, { entryPoints: [`${folder}entries/realm.ts`], format: "iife" })
}

/** Everything that these entries of the package export, in one module. */
export async function bundleEntries(target: BundleTarget, entries: readonly string[]): Promise<string> {
  const contents = entries.map((entry) => `export * from ${JSON.stringify(entry)}`).join("\n")
  return bundle(target, { stdin: { contents, resolveDir: folder }, format: "esm", treeShaking: false })
}

/** A module of Node in it fails the build: nothing is left outside. */
async function bundle({ conditions, platform }: BundleTarget, options: BuildOptions): Promise<string> {
  const { outputFiles } = await build({
    ...options,
    bundle: true,
    write: false,
    platform,
    conditions: [...conditions],
    target: "es2022",
    logLevel: "silent",
  })
  return outputFiles.map(({ text }) => text).join("\n")
}
