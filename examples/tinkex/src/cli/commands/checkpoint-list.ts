import type { Checkpoint } from "#tinker.pristine.json"
import type { Command } from "commander"
import type { RestClient } from "../../clients/rest-client.ts"
import type { CommandAdder } from "../command-adder.ts"
import { describeCount, fetchPages, type FetchedPage } from "../fetch-pages.ts"
import { printOptionsOf, wholeNumber } from "../global-options.ts"
import { formatSize } from "../output/format-size.ts"
import { formatExpiry, formatTime } from "../output/format-time.ts"
import { printOutput } from "../output/print-output.ts"
import type { Terminal } from "../terminal.ts"
import { withRest } from "../with-service.ts"
import { checkpointJson } from "./describe-run.ts"

interface CheckpointListOptions {
  readonly runId?: string
  readonly limit: number
  readonly offset: number
}

/** `tinkex checkpoint list` */
export const addCheckpointListCommand: CommandAdder = (parent, host) => {
  parent
    .command("list")
    .description("list checkpoints, of all runs or of one")
    .option("--run-id <run>", "all of this training run; leaves --limit and --offset aside")
    .option("--limit <n>", "most checkpoints; 0 for all", wholeNumber(0), 20)
    .option("--offset <n>", "checkpoints to leave out at the start", wholeNumber(0), 0)
    .action(async (options: CheckpointListOptions, command: Command) => {
      const { terminal, clock } = host
      const { runId, offset } = options
      const { items, total } = await withRest(host, command, (rest) => fetchCheckpoints(rest, options, terminal))
      const of = runId === undefined ? "" : ` for run ${runId}`
      const from = runId === undefined ? offset : 0
      const counted = { shown: items.length, total, offset: from, of }
      printOutput(
        {
          title: describeCount(["checkpoint", "checkpoints"], counted),
          table: {
            headings: ["Checkpoint ID", "Type", "Size", "Public", "Created", "Expires", "Path"],
            rows: items.map((each) => row(each, clock.wallTime())),
            whole: ["Checkpoint ID", "Path"],
          },
          json: {
            ...(runId !== undefined && { run_id: runId }),
            checkpoints: items.map(checkpointJson),
            total: total ?? from + items.length,
            shown: items.length,
          },
        },
        printOptionsOf(command),
        terminal,
      )
    })
}

async function fetchCheckpoints(
  rest: RestClient,
  { runId, limit, offset }: CheckpointListOptions,
  terminal: Terminal,
): Promise<FetchedPage<Checkpoint>> {
  const { signal } = terminal
  if (runId !== undefined) {
    const { checkpoints } = await rest.listCheckpoints(runId, { signal })
    return { items: checkpoints, total: checkpoints.length }
  }
  const page = async (size: number, from: number): Promise<FetchedPage<Checkpoint>> => {
    const { checkpoints, cursor } = await rest.listUserCheckpoints({ limit: size, offset: from, signal })
    return { items: checkpoints, total: cursor?.total_count }
  }
  return fetchPages({ subject: "checkpoints", limit, offset, pageSize: 1000, page }, terminal)
}

function row(checkpoint: Checkpoint, now: number): readonly string[] {
  return [
    checkpoint.checkpoint_id,
    checkpoint.checkpoint_type,
    formatSize(checkpoint.size_bytes),
    checkpoint.public ? "Yes" : "No",
    formatTime(checkpoint.time, now),
    formatExpiry(checkpoint.expires_at, now),
    checkpoint.tinker_path,
  ]
}
