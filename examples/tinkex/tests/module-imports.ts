import { readdir, readFile } from "node:fs/promises"
import { dirname, join, normalize } from "node:path"
import ts from "typescript"

/** What one module of a package takes from elsewhere: statically, later, or to hand on. */
export interface ModuleImport {
  /** Path from the package's root. */
  readonly file: string
  /** A path from the package's root, or what the module names as it is. */
  readonly target: string
  readonly isRelative: boolean
}

/** Every import in some folders of a package, as the TypeScript compiler finds them: in text and comments it finds none. */
export async function moduleImports(root: string, folders: readonly string[]): Promise<readonly ModuleImport[]> {
  const lists = await Promise.all(folders.map((folder) => readdir(join(root, folder), { recursive: true })))
  const files = lists.flatMap((names, index) => names.map((name) => join(folders[index] ?? "", name)))
  const modules = files.filter((name) => /\.(?:ts|mts|js|mjs)$/.test(name))
  const imports = modules.map(async (file) => importsOf(file, await readFile(join(root, file), "utf8")))
  return (await Promise.all(imports)).flat()
}

/** The imports of one text. */
export function importsOf(file: string, text: string): readonly ModuleImport[] {
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => {
    const isRelative = /^\.{0,2}\//.test(fileName) || fileName.startsWith("file:")
    return { file, target: isRelative ? normalize(join(dirname(file), fileName)) : fileName, isRelative }
  })
}
