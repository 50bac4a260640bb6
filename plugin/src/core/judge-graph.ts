import type { BuildOutput } from "./build-output.ts"
import type { Generation } from "./generation.ts"
import type { CallChecker } from "./misspelt-calls.ts"
import type { ModuleIds } from "./module-ids.ts"
import { formatProblems } from "./problems.ts"

/** What is wrong with the manifests of a build, and with what imports them, as texts. */
export interface GraphProblems {
  readonly errors: readonly string[]
  readonly warnings: readonly string[]
}

export interface JudgeContext {
  readonly ids: ModuleIds
  readonly generation: Generation
  readonly calls: CallChecker
}

/**
 * Judges all manifests of a build at once. In hosts that keep modules from one build to the next no module can tell it:
 * which of them is made anew, and which is gone, differs from build to build.
 */
export async function judgeGraph(
  graph: BuildOutput["graph"],
  { ids, generation, calls }: JudgeContext,
): Promise<GraphProblems> {
  const errors: string[] = []
  const warnings: string[] = []
  for (const [file, importers] of graph) {
    if (!ids.manifest.test(file)) continue
    const { loaded, text } = await generation.read(file)
    if (loaded.errors) errors.push(formatProblems([...loaded.errors, ...loaded.warnings], text))
    else warnings.push(...loaded.warnings.map((warning) => formatProblems([warning], text)))
    for (const importer of importers) {
      const wrong = await calls.check(importer, file)
      warnings.push(...(wrong?.diagnostics.map((each) => formatProblems([each], wrong.text)) ?? []))
    }
  }
  return { errors, warnings }
}
