import { formatDiagnostic } from "../diagnostics/index.ts"
import type { BuildOutput } from "./build-output.ts"
import { createChangeLog } from "./change-log.ts"
import { createDeclarationQueue } from "./declaration-queue.ts"
import { createGeneration } from "./generation.ts"
import { inspectBuild, type BuildProblems } from "./inspect-build.ts"
import { judgeGraph, type GraphProblems } from "./judge-graph.ts"
import type { Loaded } from "./loaded.ts"
import { createCallChecker, type CallChecker } from "./misspelt-calls.ts"
import { createModuleIds, type ModuleId, type ModuleIds } from "./module-ids.ts"
import type { ResolvedOptions } from "./options.ts"
import { reportTerminal } from "./report-terminal.ts"
import { isRollupLike } from "./rollup-like.ts"
import { createTeller } from "./teller.ts"

/** What one instance of the plugin knows and does, in whatever host: its hooks only ask. */
export interface Session {
  readonly ids: ModuleIds
  readonly calls: CallChecker
  /** A build begins: what is wrong is told again. */
  readonly start: () => void
  /** Resolves when no declarations are being written. */
  readonly settle: () => Promise<void>
  readonly load: (target: ModuleId) => Promise<Loaded>
  /** A manifest was saved. Resolves to what changed in meaning; to nothing where it has errors. */
  readonly revise: (file: string) => Promise<readonly string[]>
  readonly inspect: (output: BuildOutput) => Promise<readonly BuildProblems[]>
  /** The same where a host takes text. */
  readonly inspectAsText: (output: BuildOutput) => Promise<readonly string[]>
  /** What is wrong with all manifests of a build, and with what imports them. */
  readonly judge: (graph: BuildOutput["graph"]) => Promise<GraphProblems>
}

export function createSession(options: ResolvedOptions, framework: string): Session {
  const ids = createModuleIds(options.include, isRollupLike(framework) ? ".js" : "")
  const generation = createGeneration(options, ids, { reexportsDefault: framework !== "farm" })
  const declarations = createDeclarationQueue(options)
  const inspector = { options, ids, generation, ...reportTerminal() }
  const log = createChangeLog()
  const teller = createTeller()
  const calls = createCallChecker(generation)
  const inspect = (output: BuildOutput) => inspectBuild(output, inspector)
  return {
    ids,
    calls,
    start() {
      teller.start()
      calls.start()
    },
    settle: declarations.settle,
    async load(target) {
      const manifest = await generation.read(target.file)
      const module = generation.generate(manifest, target)
      declarations.note()
      if (module && target.part === "root") declarations.add(manifest)
      if (manifest.loaded.model) log.note(target.file, manifest.loaded.model)
      const tells = (!module || target.part === "root") && teller.tells(manifest)
      return { manifest, module, warnings: tells ? manifest.loaded.warnings : [], isRepeated: !tells }
    },
    async revise(file) {
      const manifest = await generation.read(file)
      const { model } = manifest.loaded
      if (!model) return []
      // Not every saved manifest is asked for: the editor gets its declarations anyway.
      declarations.addLater(manifest)
      return log.revise(file, model)
    },
    inspect,
    async inspectAsText(output) {
      const problems = await inspect(output)
      return problems.flatMap(({ manifest, diagnostics }) =>
        diagnostics.map((diagnostic) => formatDiagnostic(diagnostic, manifest.text)),
      )
    },
    judge: (graph) => judgeGraph(graph, { ids, generation, calls }),
  }
}
