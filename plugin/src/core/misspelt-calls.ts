import { readFile } from "node:fs/promises"
import { basename, dirname, relative, resolve } from "node:path"
import { scriptText } from "../callers/script-text.ts"
import type { PlacedChain } from "../callers/placed-chains.ts"
import { closest } from "../diagnostics/closest.ts"
import type { Diagnostic } from "../diagnostics/index.ts"
import { createReport } from "../diagnostics/report.ts"
import { createLineTable } from "../manifest/source/line-table.ts"
import type { ApiModel } from "../model/api-model.ts"
import { buildResourceTree, type ResourceTree } from "../types/resource-tree.ts"
import type { Generation } from "./generation.ts"
import { mayBeMisspelt } from "./may-be-misspelt.ts"

/** A text with what is wrong in it. */
export interface TextProblems {
  readonly file: string
  readonly text: string
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Looks for members of an API that a manifest does not have, such as `api.pets.gett(…)`: a program without a type checker
 * would find out when it runs. Only chains that can be followed are judged.
 */
export interface CallChecker {
  /** A build begins: everything is told again. */
  start(): void
  /** What is wrong in a file that imports a manifest; nothing where that was told since the build began. */
  check(importer: string, manifest: string): Promise<TextProblems | undefined>
}

const scripts = /\.(?:[cm]?[jt]sx?|vue|svelte|astro)$/

export function createCallChecker(generation: Generation): CallChecker {
  const told = new Map<string, string>()
  return {
    start: () => told.clear(),
    async check(importer, manifest) {
      if (!scripts.test(importer)) return undefined
      const text = await readScript(importer)
      const key = `${importer}\0${manifest}`
      if (text === undefined || told.get(key) === text) return undefined
      told.set(key, text)
      const { model } = (await generation.read(manifest)).loaded
      if (!model || !mayBeMisspelt(text, basename(manifest), model)) return undefined
      // TypeScript takes a while to load, and few programs misspell anything.
      const { findPlacedChains } = await import("../callers/placed-chains.ts")
      const chains = findPlacedChains({
        file: /\.(?:vue|svelte|astro)$/.test(importer) ? `${importer}.ts` : importer,
        text: scriptText(importer, text),
        isManifest: (specifier) => leadsTo(specifier, importer, manifest),
      })
      const diagnostics = judge(chains, model, { file: importer, text })
      return diagnostics.length === 0 ? undefined : { file: importer, text, diagnostics }
    },
  }
}

/** `undefined`: no file, but a part of one, or a module that another plugin made up. */
async function readScript(file: string): Promise<string | undefined> {
  try {
    // A byte order mark is no column.
    return file.includes("\0") ? undefined : (await readFile(file, "utf8")).replace(/^\uFEFF/, "")
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined
    throw error
  }
}

/** Hosts have found that something in the file leads there: behind an alias or a key of `imports` the name decides. */
function leadsTo(specifier: string, importer: string, manifest: string): boolean {
  if (specifier.startsWith(".")) return resolve(dirname(importer), specifier) === manifest
  return specifier.endsWith(basename(manifest))
}

function judge(
  chains: readonly PlacedChain[],
  model: ApiModel,
  { file, text }: Pick<TextProblems, "file" | "text">,
): readonly Diagnostic[] {
  const tree = buildResourceTree(model.operations)
  const report = createReport()
  for (const { names, rangeOf } of chains) {
    const skipped = names[0] === "*" ? 1 : 0
    // A host misses an export that is not there by itself.
    if (skipped === 1 && !tree.children.has(names[1] ?? "")) continue
    const wrong = firstUnknown(names.slice(skipped), tree)
    if (!wrong) continue
    const [start, end] = rangeOf(wrong.index + skipped)
    const { path, name, suggestion } = wrong
    report.add("PRISTINE_B0301", `${start}-${end}`, { path, name, suggestion })
  }
  const positionAt = createLineTable(text)
  return report.diagnostics(relative(process.cwd(), file), (pointer) => {
    const [start = 0, end = 0] = pointer.split("-").map(Number)
    return { start: positionAt(start), end: positionAt(end) }
  })
}

interface UnknownName {
  readonly index: number
  readonly path: string
  readonly name: string
  readonly suggestion: string | undefined
}

/** The first name of a path that neither a resource nor an operation has; members of an operation are its own. */
function firstUnknown(path: readonly string[], tree: ResourceTree): UnknownName | undefined {
  let at = tree
  for (const [index, name] of path.entries()) {
    const inner = at.children.get(name)
    if (inner) {
      at = inner
      continue
    }
    const operations = at.operations.map((operation) => operation.name)
    if (operations.includes(name)) return undefined
    const suggestion = closest(name, [...operations, ...at.children.keys()])
    return { index, path: ["api", ...path.slice(0, index)].join("."), name, suggestion }
  }
  return undefined
}
