import { access } from "node:fs/promises"
import { dirname, relative, resolve } from "node:path"
import type { CompilerSettings } from "./compiler-settings.ts"

/** What keeps TypeScript from seeing a declaration beside its manifest, and the cure. */
export interface TypeScriptProblem {
  readonly why: string
  readonly fix: string
}

/** The same as `explainTypeScript`, as one sentence with its cure. */
export async function checkTypeScript(manifest: string, cwd: string = process.cwd()): Promise<string | undefined> {
  const problem = await explainTypeScript(manifest, cwd)
  return problem && `${problem.why} ${problem.fix}`
}

/**
 * What keeps TypeScript from seeing a declaration beside its manifest, or `undefined`. Looks at the nearest
 * `tsconfig.json`, with what it extends and the projects that it refers to. Without any there is nothing to say. Paths in it
 * are relative to `cwd`.
 */
export async function explainTypeScript(manifest: string, cwd: string): Promise<TypeScriptProblem | undefined> {
  const file = await findConfig(dirname(manifest))
  if (file === undefined) return undefined
  const { readCompilerSettings } = await import("./compiler-settings.ts")
  const projects = readCompilerSettings(file)
  if (projects.length === 0 || projects.some(isReady)) return undefined
  const place = relative(cwd, file)
  if (projects.every((project) => project.resolution === "node")) {
    return {
      why: `${place}: with "moduleResolution": "nodenext" TypeScript reads a .json import as plain JSON.`,
      fix:
        `Import the manifest by a key of "imports" in package.json with a "types" condition, ` +
        `or use "moduleResolution": "bundler".`,
    }
  }
  return {
    why: `${place}: TypeScript will refuse the declarations beside the manifest (TS6263).`,
    fix: `Add "allowArbitraryExtensions": true to "compilerOptions".`,
  }
}

function isReady({ resolution, allowArbitraryExtensions }: CompilerSettings): boolean {
  return resolution === "bundler" && allowArbitraryExtensions
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
