import type { BillingUsage } from "#tinker.pristine.json"
import { writeFile } from "node:fs/promises"
import { resolve } from "node:path"
import { InvalidArgumentError, type Command } from "commander"
import type { CommandAdder } from "../command-adder.ts"
import { printOptionsOf } from "../global-options.ts"
import { formatCsv } from "../output/format-csv.ts"
import type { Table } from "../output/format-table.ts"
import { printOutput } from "../output/print-output.ts"
import type { Terminal } from "../terminal.ts"
import { withRest } from "../with-service.ts"

interface UsageOptions {
  readonly csv?: string
  readonly sessionsCsv?: string
}

/** `tinkex billing usage` */
export const addBillingUsageCommand: CommandAdder = (parent, host) => {
  parent
    .command("usage")
    .description("show what was used in each hour, by kind, model, session and user")
    .argument("<start>", "a full hour in UTC, such as 2026-07-13T00:00:00Z", hour)
    .argument("<end>", "the hour to end before, at most 14 days later", hour)
    .option("--csv <file>", "write the rows as comma-separated values instead; - for the standard output")
    .option(
      "--sessions-csv <file>",
      "write each session's metadata as comma-separated values, to be joined by session_id",
    )
    .action(async (start: Date, end: Date, { csv, sessionsCsv }: UsageOptions, command: Command) => {
      const { terminal } = host
      const usage = await withRest(host, command, (rest, options) => rest.getBillingUsage(start, end, options))
      if (sessionsCsv !== undefined) await writeCsv(sessionTable(usage), sessionsCsv, terminal)
      if (csv !== undefined) await writeCsv(usageTable(usage), csv, terminal)
      if (csv !== undefined || sessionsCsv !== undefined) return
      const count = usage.data.length
      printOutput(
        {
          title: count === 0 ? "No usage in this time" : `${count} hourly usage row${count === 1 ? "" : "s"}`,
          table: usageTable(usage),
          json: { data: usage.data, sessions: usage.sessions ?? {} },
        },
        printOptionsOf(command),
        terminal,
      )
    })
}

/** A column for every field that a row has; what is used stands in the row itself. */
function usageTable({ data }: BillingUsage): Table {
  const flat = data.map(({ event_info, ...row }): Record<string, unknown> => ({ ...row, ...event_info }))
  const headings = [...new Set(flat.flatMap((row) => Object.keys(row)))]
  return { headings, rows: flat.map((row) => headings.map((heading) => cell(row[heading]))) }
}

function sessionTable({ sessions = {} }: BillingUsage): Table {
  return {
    headings: ["session_id", "user_metadata"],
    rows: Object.entries(sessions).map(([id, { user_metadata }]) => [id, cell(user_metadata)]),
  }
}

function cell(value: unknown): string {
  if (value === undefined || value === null) return ""
  return typeof value === "string" ? value : JSON.stringify(value)
}

async function writeCsv({ headings, rows }: Table, file: string, { cwd, out, err }: Terminal): Promise<void> {
  const text = formatCsv(headings, rows)
  if (file === "-") {
    out(text.trimEnd())
    return
  }
  await writeFile(resolve(cwd, file), text)
  err(`Wrote ${rows.length} row${rows.length === 1 ? "" : "s"} to ${file}`)
}

function hour(text: string): Date {
  const isTime = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2}))?$/i.test(text)
  const time = isTime ? Date.parse(text) : NaN
  if (Number.isNaN(time) || time % 3_600_000 !== 0)
    throw new InvalidArgumentError("It must be a full hour such as 2026-07-13T00:00:00Z, or a day.")
  return new Date(time)
}
