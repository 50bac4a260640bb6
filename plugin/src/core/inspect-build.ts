import { existsSync } from "node:fs"
import { isAbsolute } from "node:path"
import { usesInFiles } from "../callers/scan-callers.ts"
import type { Use } from "../callers/use.ts"
import type { Diagnostic } from "../diagnostics/diagnostic.ts"
import { createReport } from "../diagnostics/report.ts"
import { callOf } from "../report/build-report.ts"
import { overBudget, unknownNames } from "../report/over-budget.ts"
import type { Paint } from "../terminal/paint.ts"
import type { BuildOutput } from "./build-output.ts"
import type { Generation, ReadManifest } from "./generation.ts"
import { linkedOperations, type LinkedManifest } from "./linked-operations.ts"
import type { ModuleIds } from "./module-ids.ts"
import type { ResolvedOptions } from "./options.ts"
import { hasServerOperations, refuseServerOperations } from "./server-operations.ts"
import { reportOperations, writeReport } from "./write-report.ts"

export interface InspectorContext {
  readonly options: ResolvedOptions
  readonly ids: ModuleIds
  readonly generation: Generation
  /** Prints a report. */
  readonly print: (text: string) => void
  readonly paint: Paint
}

/** What is wrong with a build, by the manifest that it is about. */
export interface BuildProblems {
  readonly manifest: ReadManifest
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Looks at what a build links: operations for servers in a build for browsers and operations over their budget are
 * problems; a report is printed and written where the options ask for one.
 *
 * @throws TypeError for a budget of an operation that no manifest of the build has.
 */
export async function inspectBuild(output: BuildOutput, context: InspectorContext): Promise<readonly BuildProblems[]> {
  const { options, ids, generation } = context
  const files = [...output.graph.keys()].filter((file) => ids.manifest.test(file)).sort()
  const manifests = await Promise.all(files.map((file) => generation.read(file)))
  const guarded = output.browser && manifests.some((manifest) => hasServerOperations({ manifest }))
  if (!options.report && options.budget === undefined && !guarded) return []
  const linked = await linkedOperations(manifests, output)
  checkBudgetNames(linked, options)
  const problems: BuildProblems[] = []
  for (const each of linked) {
    const diagnostics = await inspectManifest(each, output, context)
    if (diagnostics.length > 0) problems.push({ manifest: each.manifest, diagnostics })
  }
  return problems
}

async function inspectManifest(
  each: LinkedManifest,
  output: BuildOutput,
  { options, print, paint }: InspectorContext,
): Promise<readonly Diagnostic[]> {
  const { manifest, linked } = each
  const found = createReport()
  const operations = reportOperations(each, options)
  for (const { operation, limit } of overBudget(operations, options.budget ?? Infinity)) {
    const { id, call, bytes } = operation
    const pointer = linked.find((one) => one.operation.id === id)?.operation.pointer ?? ""
    found.add("PRISTINE_B0201", pointer, { call, bytes, limit }, "key")
  }
  const refuses = output.browser && hasServerOperations(each)
  const uses = refuses || options.report ? await usesOf(manifest, output) : []
  if (refuses) refuseServerOperations(each, output, uses, found)
  if (options.report) print(await writeReport(each, operations, uses, output, paint))
  return found.diagnostics(manifest.name, manifest.locate)
}

function usesOf({ file }: ReadManifest, { root, graph }: BuildOutput): Promise<readonly Use[]> {
  // What a plugin made up has no text that could be read.
  const files = [...(graph.get(file) ?? [])].filter((importer) => isAbsolute(importer) && existsSync(importer))
  return usesInFiles({ cwd: root, files: files.sort(), manifests: [file] })
}

function checkBudgetNames(linked: readonly LinkedManifest[], { budget = Infinity }: ResolvedOptions): void {
  if (linked.length === 0) return
  const calls = linked.flatMap(({ model }) => model.operations.map(callOf))
  for (const { name, suggestion } of unknownNames(budget, calls)) {
    const hint = suggestion === undefined ? "" : ` Did you mean ${JSON.stringify(suggestion)}?`
    throw new TypeError(
      `[unplugin-pristine] The option \`budget\` names ${JSON.stringify(name)}, which no manifest of this build has.${hint}`,
    )
  }
}
