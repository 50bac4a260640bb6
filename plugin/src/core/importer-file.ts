import { readFile } from "node:fs/promises"
import { extname } from "node:path"
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
  /** The manifest, as the file writes it. */
  readonly specifier: string
  /** The host's own choice of loaders by extension. */
  readonly loaders: Readonly<Record<string, string>> | undefined
}

/**
 * What a file uses of a manifest's default export: see `findUses`. `undefined` where all of it has to stay, as for a file
 * that is not JavaScript or TypeScript to the host.
 */
export async function findUsesInFile(
  { file, specifier, loaders }: ImporterFile,
  print: Print,
): Promise<readonly string[] | undefined> {
  const loader = toLoader(loaders?.[extname(file)]) ?? LOADERS[extname(file)]
  const configured = loaders?.[extname(file)]
  if (!loader || (configured !== undefined && configured !== loader)) return undefined
  return findUses({ code: await readFile(file, "utf8"), loader, specifier }, print)
}

function toLoader(name: string | undefined): Loader | undefined {
  return Object.values(LOADERS).find((loader) => loader === name)
}
