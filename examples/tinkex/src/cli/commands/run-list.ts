import type { Command } from "commander"
import type { CommandAdder } from "../command-adder.ts"
import { describeCount, fetchPages } from "../fetch-pages.ts"
import { printOptionsOf, wholeNumber } from "../global-options.ts"
import { printOutput } from "../output/print-output.ts"
import { withRest } from "../with-service.ts"
import { accessScope, type AccessScope } from "./access-scope.ts"
import { runJson } from "./describe-run.ts"
import { defaultRunColumns, readRunColumns, runColumns, type RunColumnName } from "./run-columns.ts"

interface RunListOptions {
  readonly limit: number
  readonly offset: number
  readonly columns?: readonly RunColumnName[]
  readonly accessScope?: AccessScope
}

/** `tinkex run list` */
export const addRunListCommand: CommandAdder = (parent, host) => {
  parent
    .command("list")
    .description("list training runs, the latest first")
    .option("--limit <n>", "most runs; 0 for all", wholeNumber(0), 20)
    .option("--offset <n>", "runs to leave out at the start", wholeNumber(0), 0)
    .option(
      "--columns <names>",
      `columns of the table, between commas: ${Object.keys(runColumns).join(", ")} (default: ${defaultRunColumns.join(",")})`,
      readRunColumns,
    )
    .addOption(accessScope())
    .action(
      async ({ limit, offset, columns = defaultRunColumns, accessScope: scope }: RunListOptions, command: Command) => {
        const { terminal, clock } = host
        const { items: runs, total } = await withRest(host, command, (rest, options) =>
          fetchPages(
            {
              subject: "training runs",
              limit,
              offset,
              pageSize: 100,
              page: async (size, from) => {
                const wanted = { ...options, limit: size, offset: from, ...(scope && { accessScope: scope }) }
                const { training_runs, cursor } = await rest.listTrainingRuns(wanted)
                return { items: training_runs, total: cursor?.total_count }
              },
            },
            terminal,
          ),
        )
        const shown = columns.map((name) => runColumns[name])
        printOutput(
          {
            title: describeCount(["training run", "training runs"], { shown: runs.length, total, offset }),
            table: {
              headings: shown.map(({ heading }) => heading),
              rows: runs.map((run) => shown.map(({ cell }) => cell(run, clock.wallTime()))),
              whole: [runColumns.id.heading, runColumns.checkpoint.heading],
            },
            json: { runs: runs.map(runJson), total: total ?? offset + runs.length, shown: runs.length },
          },
          printOptionsOf(command),
          terminal,
        )
      },
    )
}
