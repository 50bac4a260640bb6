import type { Command } from "commander"
import type { CommandAdder } from "../command-adder.ts"
import { describeCount, fetchPages } from "../fetch-pages.ts"
import { printOptionsOf, wholeNumber } from "../global-options.ts"
import { printOutput } from "../output/print-output.ts"
import { withRest } from "../with-service.ts"
import { accessScope, type AccessScope } from "./access-scope.ts"

interface SessionListOptions {
  readonly limit: number
  readonly offset: number
  readonly accessScope?: AccessScope
}

/** `tinkex session list` */
export const addSessionListCommand: CommandAdder = (parent, host) => {
  parent
    .command("list")
    .description("list the ids of sessions")
    .option("--limit <n>", "most sessions; 0 for all", wholeNumber(0), 20)
    .option("--offset <n>", "sessions to leave out at the start", wholeNumber(0), 0)
    .addOption(accessScope())
    .action(async ({ limit, offset, accessScope: scope }: SessionListOptions, command: Command) => {
      const { terminal } = host
      const { items } = await withRest(host, command, (rest, options) =>
        fetchPages(
          {
            subject: "sessions",
            limit,
            offset,
            pageSize: 100,
            page: async (size, from) => {
              const wanted = { ...options, limit: size, offset: from, ...(scope && { accessScope: scope }) }
              return { items: (await rest.listSessions(wanted)).sessions, total: undefined }
            },
          },
          terminal,
        ),
      )
      printOutput(
        {
          title: describeCount(["session", "sessions"], { shown: items.length, total: undefined, offset }),
          table: { headings: ["Session ID"], rows: items.map((id) => [id]), whole: ["Session ID"] },
          json: { sessions: items, shown: items.length },
        },
        printOptionsOf(command),
        terminal,
      )
    })
}
