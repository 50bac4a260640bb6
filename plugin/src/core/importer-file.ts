import { readFile } from "node:fs/promises"
import { dirname, extname, resolve } from "node:path"
import { findUses, type Print, type PrintOptions } from "./importer-uses.ts"

type Loader = PrintOptions["loader"]

const LOADERS: Readonly<Record<string, Loader>> = {
  ".js": "js",
  ".mjs": "js",
  ".cjs": "js",
  ".jsx": "jsx",
  ".ts": "ts",
  ".mts": "ts",
  ".cts": "ts",
  ".tsx": "tsx",
}

/** A file that imports a manifest. */
export interface ImporterFile {
  readonly file: string
  /** The manifest, as the file writes it, or its path where another plugin was asked before. */
  readonly specifier: string
  /** The host's own choice of loaders by extension. */
  readonly loaders: Readonly<Record<string, string>> | undefined
}

/**
 * What a file uses of a manifest's default export: see `findUses`, and `findLinkedChains` for one that takes it apart or
 * binds it. `undefined` where all of it has to stay, as for a file that is not JavaScript or TypeScript to the host.
 *
 * @param print Absent where the host sees through plain chains itself: then only such files have any.
 */
export async function findUsesInFile(
  { file, specifier, loaders }: ImporterFile,
  print?: Print,
): Promise<readonly string[] | undefined> {
  const loader = toLoader(loaders?.[extname(file)]) ?? LOADERS[extname(file)]
  const configured = loaders?.[extname(file)]
  if (!loader || (configured !== undefined && configured !== loader)) return undefined
  const code = await readScript(file)
  if (code === undefined) return undefined
  if (!TAKEN_APART.test(code)) return print && findUses({ code, loader, specifier }, print)
  // TypeScript takes a while to load, and most importers write plain chains.
  const { findLinkedChains } = await import("../callers/linked-chains.ts")
  const isManifest = (other: string): boolean => other === specifier || resolve(dirname(file), other) === specifier
  return findLinkedChains({ file: `${file}.${loader}`, text: code, isManifest })
}

const NAME = String.raw`[\p{ID_Continue}$]+`
/** A text that may put parts of an API under names of its own. What a call answers is no part of one. */
const TAKEN_APART = new RegExp(String.raw`\bbind\b|\}\s*=(?!\s*(?:await\s+)?${NAME}(?:\s*\??\.\s*${NAME})*\s*\()`, "u")

/** `undefined`: no file, but a part of one, or a module that another plugin made up. */
async function readScript(file: string): Promise<string | undefined> {
  try {
    return file.includes("\0") ? undefined : await readFile(file, "utf8")
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined
    throw error
  }
}

function toLoader(name: string | undefined): Loader | undefined {
  return Object.values(LOADERS).find((loader) => loader === name)
}
