import { execFile } from "node:child_process"
import { existsSync } from "node:fs"
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { dirname, join, relative, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { onTestFinished } from "vitest"

const repository = fileURLToPath(new URL("../../../", import.meta.url))

/** The compilers that declarations have to work in, by the path of their command. */
export const compilers: Readonly<Record<string, string>> = {
  "TypeScript 5.9": "typescript/bin/tsc",
  "TypeScript 6": "typescript-6/bin/tsc",
  "TypeScript 7": "typescript-7/bin/tsc",
}

/** A folder with a TypeScript project in it, outside the repository; it is gone after the test. */
export async function createProject(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "pristine-types-")))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  await Promise.all(
    Object.entries(files).map(async ([name, content]) => {
      await mkdir(dirname(join(folder, name)), { recursive: true })
      await writeFile(join(folder, name), content)
    }),
  )
  return folder
}

/** A `tsconfig.json` for a project in `folder`, strict about everything, which finds the runtime in the repository. */
export function strictConfig(folder: string, options: Readonly<Record<string, unknown>>): string {
  const compilerOptions = {
    target: "es2022",
    lib: ["es2023", "dom", "dom.iterable", "dom.asynciterable"],
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    verbatimModuleSyntax: true,
    skipLibCheck: false,
    noEmit: true,
    types: [],
    paths: {
      "pristine-runtime": [relative(folder, runtimeEntry("index"))],
      "pristine-runtime/generated": [relative(folder, runtimeEntry("generated"))],
      "pristine-runtime/schema": [relative(folder, runtimeEntry("schema/index"))],
    },
    // The runtime's source, unless it is built, and generated modules name `.ts` files.
    allowImportingTsExtensions: true,
    ...options,
  }
  return JSON.stringify({ compilerOptions, include: ["src"] })
}

/** Built declarations where there are any: what a user's compiler reads. */
function runtimeEntry(name: string): string {
  const built = resolve(repository, `runtime/dist/${name}.d.ts`)
  return existsSync(built) ? built : resolve(repository, `runtime/src/${name}.ts`)
}

/** Runs a compiler on a project; resolves to the errors in its own files as `src/x.ts:3 TS2345`. */
export async function compile(folder: string, compiler: string): Promise<readonly string[]> {
  const output = await new Promise<string>((resolve, reject) => {
    execFile(
      process.execPath,
      [join(repository, "node_modules", compiler), "-p", ".", "--pretty", "false"],
      { cwd: folder },
      // A compiler that found errors exits with 1 or 2 and says them; anything else failed to run.
      (error, stdout, stderr) => (stderr === "" ? resolve(stdout) : reject(error ?? new Error(stderr))),
    )
  })
  const found = [...output.matchAll(/^([^\s(].*?)\((\d+),\d+\): error (TS\d+)/gm)]
  if (found.length === 0 && output.trim() !== "") throw new Error(output)
  return found.map(([, file = "", line = "", code = ""]) => `${file}:${line} ${code}`)
}

/** The errors that comments at the ends of lines ask for: `call() // TS2345`, `call() // TS2345, TypeScript 7: TS2741`. */
export function expectedErrors(file: string, source: string, compiler: string): readonly string[] {
  return source.split("\n").flatMap((line, index) => {
    const [, code, version, special] = /\/\/ (TS\d+)(?:, (.+): (TS\d+))?$/.exec(line) ?? []
    return code === undefined ? [] : [`${file}:${index + 1} ${version === compiler ? (special ?? code) : code}`]
  })
}
