import { access } from "node:fs/promises"
import { dirname, join, relative } from "node:path"
import { readExisting } from "../disk/write-changed.ts"
import { explainTypeScript } from "../types/index.ts"
import type { Bundler, PackageManager, Project, ProjectFile } from "./project.ts"

/** By the package that brings it; those that are built on others come first. */
const bundlers: readonly (readonly [packageName: string, bundler: Bundler])[] = [
  ["vite", "vite"],
  ["@rsbuild/core", "rsbuild"],
  ["@rspack/core", "rspack"],
  ["@farmfe/core", "farm"],
  ["webpack", "webpack"],
  ["rolldown", "rolldown"],
  ["rollup", "rollup"],
  ["esbuild", "esbuild"],
]
const endings = ["ts", "mts", "js", "mjs", "cts", "cjs"]
const locks: Readonly<Record<string, PackageManager>> = {
  "pnpm-lock.yaml": "pnpm",
  "yarn.lock": "yarn",
  "bun.lock": "bun",
  "bun.lockb": "bun",
  "package-lock.json": "npm",
}

/** Reads what there is in a folder. A configuration decides about the bundler before a dependency does. */
export async function detectProject(cwd: string, manifests: readonly string[]): Promise<Project> {
  const manifest = (await readExisting(join(cwd, "package.json"))) ?? "{}"
  const { dependencies = {}, devDependencies = {} } = JSON.parse(manifest) as Readonly<
    Record<string, object | undefined>
  >
  const names = [...Object.keys(dependencies), ...Object.keys(devDependencies)]
  const config = await findConfig(cwd)
  const bundler = config?.bundler ?? bundlers.find(([name]) => names.includes(name))?.[1]
  return {
    packageManager: await findPackageManager(cwd),
    dependencies: names,
    bundler,
    config,
    tsconfig: await readTsconfig(cwd),
    gitignore: await readFileOf(cwd, ".gitignore"),
    manifests: manifests.map((file) => relative(cwd, file)),
    hasSources: await exists(join(cwd, "src")),
  }
}

async function findConfig(cwd: string): Promise<(ProjectFile & { readonly bundler: Bundler }) | undefined> {
  for (const [, bundler] of bundlers) {
    for (const ending of endings) {
      const file = await readFileOf(cwd, `${bundler}.config.${ending}`)
      if (file) return { ...file, bundler }
    }
  }
  return undefined
}

/** The package manager that the nearest package or lock file names. */
async function findPackageManager(folder: string): Promise<PackageManager> {
  const manifest = (await readExisting(join(folder, "package.json"))) ?? "{}"
  const { packageManager } = JSON.parse(manifest) as { readonly packageManager?: unknown }
  const named = typeof packageManager === "string" ? packageManager.replace(/@.*/, "") : ""
  const known = Object.values(locks).find((name) => name === named)
  if (known) return known
  for (const [file, name] of Object.entries(locks)) if (await exists(join(folder, file))) return name
  const parent = dirname(folder)
  return parent === folder ? "npm" : findPackageManager(parent)
}

async function readTsconfig(cwd: string): Promise<Project["tsconfig"]> {
  const file = await readFileOf(cwd, "tsconfig.json")
  if (!file) return undefined
  const problem = await explainTypeScript(join(cwd, "api.pristine.json"), cwd)
  const needsExtensions = problem?.fix.includes("allowArbitraryExtensions") ?? false
  return { ...file, needsExtensions, isNode: problem !== undefined && !needsExtensions }
}

async function readFileOf(cwd: string, path: string): Promise<ProjectFile | undefined> {
  const text = await readExisting(join(cwd, path))
  return text === undefined ? undefined : { path, text }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
