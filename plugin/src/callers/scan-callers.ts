import { readFile } from "node:fs/promises"
import { basename, dirname, relative, resolve } from "node:path"
import { glob } from "tinyglobby"
import { packageImport } from "./package-import.ts"
import { scriptText } from "./script-text.ts"
import type { Use } from "./use.ts"

export interface ScanOptions {
  /** Folder that patterns and the found places are relative to. */
  readonly cwd: string
  /** Default: every script and single-file component below the folder. */
  readonly patterns?: readonly string[]
  /** Absolute paths that are the manifest: its old place and its new one. */
  readonly manifests: readonly string[]
  readonly progress?: (text: string) => void
}

const everywhere = ["**/*.{js,mjs,cjs,jsx,ts,mts,cts,tsx,vue,svelte,astro}"]
const ignored = ["**/node_modules/**", "**/dist/**", "**/.git/**", "**/.pristine/**", "**/*.d.ts", "**/*.d.*.ts"]

/**
 * Finds what programs use of a manifest, by reading their text: imports by a relative path and by a key of the package's
 * `imports` are resolved; of any other specifier, the file name decides.
 */
export async function scanCallers({ cwd, patterns, manifests, progress }: ScanOptions): Promise<readonly Use[]> {
  const files = await glob(patterns?.length ? [...patterns] : everywhere, { cwd, ignore: ignored, absolute: true })
  return usesInFiles({ cwd, files: files.sort(), manifests, ...(progress && { progress }) })
}

/** The same for files that are known, by absolute path. */
export async function usesInFiles({
  cwd,
  files,
  manifests,
  progress,
}: Omit<ScanOptions, "patterns"> & { readonly files: readonly string[] }): Promise<readonly Use[]> {
  const names = new Set(manifests.map((file) => basename(file)))
  const uses: Use[] = []
  for (const [index, file] of files.entries()) {
    if (index % 50 === 0) progress?.(`looking for callers: ${index} of ${files.length} files`)
    // A byte order mark is no column.
    const text = scriptText(file, (await readFile(file, "utf8")).replace(/^\uFEFF/, ""))
    const specifiers = quotedTexts(text).filter(
      (each) => each.startsWith("#") || [...names].some((name) => each.endsWith(name)),
    )
    const own = await resolveSpecifiers(specifiers, file, manifests)
    if (own.size === 0) continue
    // The parser takes a while to load, and most files import no manifest.
    const { findUses } = await import("./find-uses.ts")
    uses.push(...findUses({ file: relative(cwd, file), text, isManifest: (specifier) => own.has(specifier) }))
  }
  return uses
}

function quotedTexts(text: string): readonly string[] {
  return [...text.matchAll(/(["'`])([^"'`\n\\]+)\1/g)].map(([, , quoted = ""]) => quoted)
}

/** Those of the specifiers in a file that lead to a manifest. */
async function resolveSpecifiers(
  specifiers: readonly string[],
  file: string,
  manifests: readonly string[],
): Promise<ReadonlySet<string>> {
  const own = new Set<string>()
  for (const specifier of new Set(specifiers)) {
    const target = specifier.startsWith(".")
      ? resolve(dirname(file), specifier)
      : specifier.startsWith("#")
        ? await packageImport(specifier, dirname(file))
        : manifests.find((manifest) => specifier.endsWith(`/${basename(manifest)}`))
    if (target !== undefined && manifests.includes(target)) own.add(specifier)
  }
  return own
}
