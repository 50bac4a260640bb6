import type { Command } from "commander"
import type { CommandAdder } from "../command-adder.ts"
import { printOptionsOf } from "../global-options.ts"
import { printOutput } from "../output/print-output.ts"
import { withRest } from "../with-service.ts"
import { accessScope, type AccessScope } from "./access-scope.ts"

/** `tinkex session info` */
export const addSessionInfoCommand: CommandAdder = (parent, host) => {
  parent
    .command("info")
    .description("list the training runs and samplers of a session")
    .argument("<session>", "its id")
    .addOption(accessScope())
    .action(async (id: string, { accessScope: scope }: { readonly accessScope?: AccessScope }, command: Command) => {
      const { training_run_ids: runs, sampler_ids: samplers } = await withRest(host, command, (rest, options) =>
        rest.getSession(id, { ...options, ...(scope && { accessScope: scope }) }),
      )
      printOutput(
        {
          title: "Session",
          facts: [
            ["Session ID", id],
            ...runs.map((run) => ["Training run", run] as const),
            ...samplers.map((sampler) => ["Sampler", sampler] as const),
          ],
          json: { session_id: id, training_run_ids: runs, sampler_ids: samplers },
        },
        printOptionsOf(command),
        host.terminal,
      )
    })
}
