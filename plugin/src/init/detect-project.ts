import { access } from "node:fs/promises"
import { dirname, join, relative } from "node:path"
import { readExisting } from "../disk/write-changed.ts"
import { explainTypeScript } from "../types/index.ts"
import type { Bundler, PackageManager, Project, ProjectFile } from "./project.ts"
import { starterPath } from "./starter-manifest.ts"

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
  const { dependencies, devDependencies } = await readPackage(cwd)
  const names = [dependencies, devDependencies].flatMap((each) => Object.keys(each ?? {}))
  const config = await findConfig(cwd)
  const bundler = config?.bundler ?? bundlers.find(([name]) => names.includes(name))?.[1]
  const hasSources = await exists(join(cwd, "src"))
  return {
    packageManager: await findPackageManager(cwd),
    dependencies: names,
    bundler,
    config,
    ...(await readTsconfigs(cwd, manifests.length > 0 ? manifests : [join(cwd, starterPath(hasSources))])),
    gitignore: await readFileOf(cwd, ".gitignore"),
    manifests: manifests.map((file) => relative(cwd, file)),
    hasSources,
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
  const { packageManager } = await readPackage(folder)
  const named = typeof packageManager === "string" ? packageManager.replace(/@.*/, "") : ""
  const known = Object.values(locks).find((name) => name === named)
  if (known) return known
  for (const [file, name] of Object.entries(locks)) if (await exists(join(folder, file))) return name
  const parent = dirname(folder)
  return parent === folder ? "npm" : findPackageManager(parent)
}

async function readTsconfigs(
  cwd: string,
  manifests: readonly string[],
): Promise<Pick<Project, "tsconfigs" | "isNode">> {
  const problems = (await Promise.all(manifests.map((file) => explainTypeScript(file, cwd)))).filter(
    (problem) => problem !== undefined,
  )
  const paths = new Set(problems.flatMap(({ lacking }) => lacking.map((file) => relative(cwd, file))))
  const files = await Promise.all([...paths].map((path) => readFileOf(cwd, path)))
  return {
    tsconfigs: files.filter((file) => file !== undefined),
    isNode: problems.some(({ lacking }) => lacking.length === 0),
  }
}

/** What a package.json says; nothing where there is none. Throws where it is no object, and names it. */
async function readPackage(folder: string): Promise<Readonly<Record<string, unknown>>> {
  const file = join(folder, "package.json")
  const text = await readExisting(file)
  if (text === undefined) return {}
  const found = parse(text.replace(/^\uFEFF/, ""), file)
  if (typeof found !== "object" || found === null || Array.isArray(found))
    throw new Error(`${file} holds no object. Repair it, then run this again.`)
  return found as Readonly<Record<string, unknown>>
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new Error(`${file} is not JSON: ${(error as Error).message}. Repair it, then run this again.`, {
      cause: error,
    })
  }
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
