import { access } from "node:fs/promises"
import { dirname, join, relative, resolve } from "node:path"
import type { CompilerSettings } from "./compiler-settings.ts"

/** What keeps TypeScript from seeing a declaration beside its manifest, and the cure. */
export interface TypeScriptProblem {
  readonly why: string
  readonly fix: string
  /** The configurations, absolute, that lack `allowArbitraryExtensions`. None: that would not help. */
  readonly lacking: readonly string[]
}

/** The same as `explainTypeScript`, as one sentence with its cure. */
export async function checkTypeScript(manifest: string, cwd: string = process.cwd()): Promise<string | undefined> {
  const problem = await explainTypeScript(manifest, cwd)
  return problem && `${problem.why} ${problem.fix}`
}

/**
 * What keeps TypeScript from seeing a declaration beside its manifest, or `undefined`. Looks at the nearest
 * `tsconfig.json`, with what it extends and the projects that it refers to: at those that take files from the manifest's
 * folder, or at all where none does. Without any there is nothing to say. Paths in it are relative to `cwd`.
 */
export async function explainTypeScript(manifest: string, cwd: string): Promise<TypeScriptProblem | undefined> {
  const file = await findConfig(dirname(manifest))
  if (file === undefined) return undefined
  const { readCompilerSettings } = await import("./compiler-settings.ts")
  const projects = readCompilerSettings(file)
  const own = projects.filter((project) => covers(project, dirname(manifest)))
  if (own.length > 0 ? own.every(isReady) : projects.length === 0 || projects.some(isReady)) return undefined
  const broken = (own.length > 0 ? own : projects).filter((project) => !isReady(project))
  const places = (files: readonly string[]): string => files.map((each) => relative(cwd, each)).join(", ")
  if (broken.every((project) => project.resolution === "node")) {
    return {
      why: `${places([file])}: with "moduleResolution": "nodenext" TypeScript reads a .json import as plain JSON.`,
      fix:
        `Import the manifest by a key of "imports" in package.json with a "types" condition, ` +
        `or use "moduleResolution": "bundler".`,
      lacking: [],
    }
  }
  const lacking = findLacking(broken)
  return {
    why: `${places(lacking)}: TypeScript will refuse the declarations beside the manifest (TS6263).`,
    fix: `Add "allowArbitraryExtensions": true to "compilerOptions".`,
    lacking,
  }
}

function isReady({ resolution, allowArbitraryExtensions }: CompilerSettings): boolean {
  return resolution === "bundler" && allowArbitraryExtensions
}

function covers({ folders }: CompilerSettings, folder: string): boolean {
  return folders.some(({ path, isDeep }) => path === folder || (isDeep && folder.startsWith(join(path, "/"))))
}

/** What extends another that lacks it gets it from there. */
function findLacking(projects: readonly CompilerSettings[]): readonly string[] {
  const files = projects.filter(({ resolution }) => resolution !== "node").map(({ file }) => file)
  return projects
    .filter(({ file, bases }) => files.includes(file) && !bases.some((base) => files.includes(base)))
    .map(({ file }) => file)
}

/** Whether a `tsconfig.json` lies beside the manifest or above it. */
export async function hasTypeScriptConfig(manifest: string): Promise<boolean> {
  return (await findConfig(dirname(manifest))) !== undefined
}

async function findConfig(folder: string): Promise<string | undefined> {
  const file = resolve(folder, "tsconfig.json")
  try {
    await access(file)
    return file
  } catch {
    // Not here: the next folder up may have one.
  }
  const parent = dirname(folder)
  return parent === folder ? undefined : findConfig(parent)
}
