import { readFile } from "node:fs/promises"
import { relative, resolve } from "node:path"
import { InvalidArgumentError, Option, type Command } from "commander"
import { scanCallers } from "../callers/scan-callers.ts"
import { parseUsageReport, projectOfReport } from "../callers/usage-report.ts"
import type { Use } from "../callers/use.ts"
import { version } from "../core/version.ts"
import { findAffected } from "../diff/affected-uses.ts"
import type { ChangeLevel } from "../diff/change.ts"
import { compareModels } from "../diff/compare-models.ts"
import type { PlacedChange } from "../diff/placed-change.ts"
import { toSarif } from "../diff/to-sarif.ts"
import { positionsOf } from "../manifest/index.ts"
import { exitCode } from "./exit-code.ts"
import { countLevels, formatChanges } from "./format-changes.ts"
import { loadModel, type LoadedManifest } from "./load-model.ts"
import { createPaint } from "../terminal/paint.ts"
import type { Terminal } from "./terminal.ts"

interface DiffOptions {
  readonly usage?: string
  readonly callers?: readonly string[] | boolean
  readonly failOn: ChangeLevel | "none"
  readonly json?: true
  readonly sarif?: true
  readonly cwd?: string
}

/** `unplugin-pristine diff`: says what a new manifest changes, and whose code that breaks. */
export function addDiffCommand(program: Command, terminal: Terminal, exit: (code: number) => void): void {
  program
    .command("diff")
    .description("say what a manifest changes, and which lines of callers that breaks")
    .argument("<old>", "the manifest that callers are written against")
    .argument("<new>", "the manifest that is to take its place")
    .option("--usage <file>", "take the callers from a usage report instead of looking for them")
    .option("--callers <patterns...>", "look for callers in these files (default: every script below the folder)")
    .option("--no-callers", "look for no callers")
    .addOption(
      new Option("--fail-on <level>", "exit with 3 on changes of this level or a worse one")
        .choices(["breaking", "additive", "cosmetic", "none"])
        .default("breaking"),
    )
    .addOption(new Option("--json", "print the changes as JSON").conflicts("sarif"))
    .addOption(new Option("--sarif", "print the changes as a SARIF 2.1.0 log"))
    .option("--cwd <folder>", "folder to work in")
    .action(async (old: string, now: string, options: DiffOptions) => {
      const cwd = resolve(terminal.cwd, options.cwd ?? ".")
      exit(await runDiff([resolve(cwd, old), resolve(cwd, now)], options, { ...terminal, cwd }))
    })
}

async function runDiff(
  files: readonly [old: string, now: string],
  options: DiffOptions,
  terminal: Terminal,
): Promise<number> {
  const [old, now] = [await loadModel(files[0], terminal), await loadModel(files[1], terminal)]
  if (!old || !now) return exitCode.failed
  const uses = await findCallers(files, options, terminal)
  const changes = placeChanges(old, now, uses)
  if (options.sarif) terminal.out(JSON.stringify(toSarif(changes, version), undefined, 2))
  else if (options.json) {
    const head = { old: old.name, new: now.name, counts: countLevels(changes) }
    terminal.out(JSON.stringify({ ...head, changes }, undefined, 2))
  } else terminal.out(formatChanges(changes, createPaint(terminal.outColor)))
  return isBad(changes, options.failOn) ? exitCode.changes : exitCode.done
}

async function findCallers(
  manifests: readonly string[],
  { usage, callers }: DiffOptions,
  terminal: Terminal,
): Promise<readonly Use[]> {
  if (usage !== undefined) {
    const report = resolve(terminal.cwd, usage)
    const text = await readFile(report, "utf8")
    const project = projectOfReport(report) ?? terminal.cwd
    try {
      return parseUsageReport(text).map((use) => ({
        ...use,
        file: relative(terminal.cwd, resolve(project, use.file)),
      }))
    } catch (error) {
      throw new InvalidArgumentError(`error: ${usage}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  if (callers === false) return []
  const patterns = Array.isArray(callers) ? (callers as readonly string[]) : []
  const uses = await scanCallers({ cwd: terminal.cwd, patterns, manifests, progress: terminal.progress })
  terminal.progress(undefined)
  return uses
}

function placeChanges(old: LoadedManifest, now: LoadedManifest, uses: readonly Use[]): readonly PlacedChange[] {
  const locate = positionsOf(now.text, now.name)
  return findAffected(compareModels(old.model, now.model), uses, old.model).map((change) => {
    const { line, column } = locate(change.pointer)
    return { ...change, file: now.name, line, column }
  })
}

function isBad(changes: readonly PlacedChange[], failOn: DiffOptions["failOn"]): boolean {
  const levels: readonly ChangeLevel[] = ["breaking", "additive", "cosmetic"]
  const bad = failOn === "none" ? [] : levels.slice(0, levels.indexOf(failOn) + 1)
  return changes.some(({ level }) => bad.includes(level))
}
