import { InvalidArgumentError, Option, type Command } from "commander"
import type { RestClient } from "../../clients/rest-client.ts"
import { parseTinkerPath } from "../../data/tinker-path.ts"
import { usageError } from "../cli-error.ts"
import type { CommandAdder } from "../command-adder.ts"
import { confirm } from "../confirm.ts"
import { exitCode } from "../exit-code.ts"
import { explainInLine } from "../explain-error.ts"
import { printOptionsOf } from "../global-options.ts"
import { printable } from "../output/printable.ts"
import { printOutput } from "../output/print-output.ts"
import type { Terminal } from "../terminal.ts"
import { withRest } from "../with-service.ts"
import { checkpointPaths, pathHelp } from "./checkpoint-path.ts"

interface DeleteOptions {
  readonly runId?: string
  readonly type?: "weights" | "sampler_weights"
  readonly before?: number
  readonly after?: number
  readonly yes?: true
}

interface FailedDelete {
  readonly tinker_path: string
  readonly error: string
}

/** Requests at once, as in the official command line. */
const atOnce = 32

/** `tinkex checkpoint delete` */
export const addCheckpointDeleteCommand: CommandAdder = (parent, host, exit) => {
  parent
    .command("delete")
    .description("delete checkpoints for good: some by their paths, or those of a training run")
    .argument("[paths...]", pathHelp, checkpointPaths)
    .option("--run-id <run>", "those of this training run")
    .addOption(new Option("--type <kind>", "of these only this kind").choices(["weights", "sampler_weights"]))
    .option("--before <time>", "of these only what was saved before, such as 2026-01-31 or 2026-01-31T12:00:00Z", time)
    .option("--after <time>", "of these only what was saved then or later", time)
    .option("-y, --yes", "do not ask")
    .action(async (given: readonly string[], options: DeleteOptions, command: Command) => {
      check(given, options)
      const { terminal } = host
      await withRest(host, command, async (rest) => {
        const paths = options.runId === undefined ? [...new Set(given)] : await pathsOf(rest, options, terminal)
        const agreed = paths.length === 0 || options.yes === true || (await agrees(paths, terminal))
        if (!agreed) {
          terminal.err("Deletion cancelled.")
          return
        }
        const failed = await deleteAll(rest, paths, terminal)
        const deleted = paths.length - failed.length
        for (const { tinker_path: path, error } of failed)
          terminal.err(`Error: ${printable(path)} was not deleted: ${error}`)
        const line =
          paths.length === 0 ? "No checkpoints to delete" : `Deleted ${deleted} of ${paths.length} checkpoint(s)`
        printOutput({ lines: [line], json: { deleted_count: deleted, failed } }, printOptionsOf(command), terminal)
        if (failed.length > 0) exit(exitCode.failed)
      })
    })
}

function check(given: readonly string[], { runId, type, before, after }: DeleteOptions): void {
  if (given.length === 0 && runId === undefined) throw usageError("Name checkpoints by their paths, or --run-id")
  if (given.length > 0 && runId !== undefined) throw usageError("Paths and --run-id exclude each other")
  const filters = type !== undefined || before !== undefined || after !== undefined
  if (runId === undefined && filters) throw usageError("--type, --before and --after choose among those of --run-id")
}

async function pathsOf(rest: RestClient, options: DeleteOptions, { signal }: Terminal): Promise<readonly string[]> {
  const { runId = "", type, before = Infinity, after = -Infinity } = options
  const { checkpoints } = await rest.listCheckpoints(runId, { signal })
  return checkpoints
    .filter(({ time: saved, tinker_path: path }) => {
      const at = Date.parse(saved)
      return at < before && at >= after && (type === undefined || parseTinkerPath(path).kind === type)
    })
    .map(({ tinker_path: path }) => path)
}

function agrees(paths: readonly string[], terminal: Terminal): Promise<boolean> {
  const plan = [`Will delete ${paths.length} checkpoint(s) for good:`, ...paths.map((path) => `  ${printable(path)}`)]
  return confirm(plan, "Delete them?", terminal)
}

async function deleteAll(
  rest: RestClient,
  paths: readonly string[],
  { signal, progress }: Terminal,
): Promise<readonly FailedDelete[]> {
  const failed: FailedDelete[] = []
  const left = paths.values()
  let done = 0
  const work = async (): Promise<void> => {
    for (const path of left) {
      try {
        await rest.deleteCheckpoint(path, { signal })
      } catch (error) {
        signal.throwIfAborted()
        failed.push({ tinker_path: path, error: explainInLine(error) })
      }
      done += 1
      progress(`Deleting checkpoints: ${done}/${paths.length}`)
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, paths.length) }, work))
  return paths.flatMap((path) => failed.filter(({ tinker_path: each }) => each === path))
}

/** ISO 8601; without a time zone it is UTC. */
function time(text: string): number {
  const isIso = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/i.test(text)
  const hasZone = /(?:Z|[+-]\d{2}:?\d{2})$/i.test(text.slice(10)) || text.length === 10
  const at = isIso ? Date.parse(hasZone ? text : `${text}Z`) : NaN
  if (Number.isNaN(at)) throw new InvalidArgumentError("It must be a time such as 2026-01-31 or 2026-01-31T12:00:00Z.")
  return at
}
