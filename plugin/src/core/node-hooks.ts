import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { createGeneration } from "./generation.ts"
import { inlineMap } from "./inline-map.ts"
import { createModuleIds, type ModuleId } from "./module-ids.ts"
import type { ResolvedOptions } from "./options.ts"
import { createCallChecker } from "./misspelt-calls.ts"
import { describeProblems, formatProblems } from "./problems.ts"

/** What Node tells and takes of a module: the parts of `module.registerHooks` that are used. */
export interface NodeHooks {
  resolve(specifier: string, context: Importing, next: (specifier: string, context: object) => Resolved): Resolved
  load(url: string, context: object, next: (url: string, context: object) => Source): Source
}

interface Importing {
  /** Absent for the program's entry. */
  readonly parentURL?: string | undefined
}

interface Resolved {
  readonly url: string
  readonly format?: string | null | undefined
  readonly importAttributes?: Readonly<Record<string, string>> | undefined
}

interface Source {
  readonly format: string | null | undefined
  readonly source?: unknown
  readonly shortCircuit?: boolean
}

/** Node's module hooks for generated modules. Node runs them in place, so nothing in them waits. */
export function createNodeHooks(options: ResolvedOptions, warn: (message: string) => void): NodeHooks {
  const ids = createModuleIds(options.include, "")
  const generation = createGeneration(options, ids)
  const calls = createCallChecker(generation)
  return {
    resolve(specifier, context, next) {
      const resolved = next(specifier, context)
      const target = parse(resolved.url)
      if (!target) return resolved
      checkCalls(context.parentURL, target.file)
      // With the attribute `type: "json"` Node would take nothing but JSON.
      return { ...resolved, format: "module", importAttributes: {} }
    },
    load(url, context, next) {
      const target = parse(url)
      if (!target) return next(url, context)
      const manifest = generation.take(target.file, readFileSync(target.file, "utf8"))
      const module = generation.generate(manifest, target)
      const { errors = [], warnings } = manifest.loaded
      const source = { file: target.file, text: manifest.text, framed: false }
      if (!module) throw new Error(describeProblems([...errors, ...warnings], source).message)
      if (target.part === "root") for (const warning of warnings) warn(describeProblems([warning], source).message)
      return { format: "module", source: inlineMap(module), shortCircuit: true }
    },
  }

  /** Looked at while the program goes on: a call that is not there and is made at once fails by itself. */
  function checkCalls(importer: string | undefined, manifest: string): void {
    if (importer === undefined || !importer.startsWith("file:") || parse(importer)) return
    calls.check(fileURLToPath(importer), manifest).then(
      (wrong) => wrong?.diagnostics.forEach((each) => warn(formatProblems([each], wrong.text))),
      (reason: unknown) => warn(String(reason)),
    )
  }

  function parse(url: string): ModuleId | undefined {
    if (!url.startsWith("file:")) return undefined
    const { search } = new URL(url)
    return ids.parse(fileURLToPath(url) + search)
  }
}
