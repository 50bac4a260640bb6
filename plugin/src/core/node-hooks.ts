import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { createGeneration } from "./generation.ts"
import { inlineMap } from "./inline-map.ts"
import { createModuleIds, type ModuleId } from "./module-ids.ts"
import type { ResolvedOptions } from "./options.ts"
import { describeProblems } from "./problems.ts"

/** What Node tells and takes of a module: the parts of `module.registerHooks` that are used. */
export interface NodeHooks {
  resolve(specifier: string, context: object, next: (specifier: string, context: object) => Resolved): Resolved
  load(url: string, context: object, next: (url: string, context: object) => Source): Source
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
  return {
    resolve(specifier, context, next) {
      const resolved = next(specifier, context)
      // With the attribute `type: "json"` Node would take nothing but JSON.
      return parse(resolved.url) ? { ...resolved, format: "module", importAttributes: {} } : resolved
    },
    load(url, context, next) {
      const target = parse(url)
      if (!target) return next(url, context)
      const manifest = generation.take(target.file, readFileSync(target.file, "utf8"))
      const module = generation.generate(manifest, target)
      const { errors = [], warnings } = manifest.loaded
      const source = { file: target.file, text: manifest.text, framed: false }
      if (!module) throw new Error(describeProblems(errors, source).message)
      if (target.part === "root") for (const warning of warnings) warn(describeProblems([warning], source).message)
      return { format: "module", source: inlineMap(module), shortCircuit: true }
    },
  }

  function parse(url: string): ModuleId | undefined {
    if (!url.startsWith("file:")) return undefined
    const { search } = new URL(url)
    return ids.parse(fileURLToPath(url) + search)
  }
}
