import type { Command } from "commander"
import type { CommandAdder } from "../command-adder.ts"
import { printOptionsOf } from "../global-options.ts"
import { printOutput } from "../output/print-output.ts"
import { withRest } from "../with-service.ts"
import { accessScope, type AccessScope } from "./access-scope.ts"
import { runFacts, runJson } from "./describe-run.ts"

/** `tinkex run info` */
export const addRunInfoCommand: CommandAdder = (parent, host) => {
  parent
    .command("info")
    .description("describe a training run")
    .argument("<run>", "its id, or the tinker:// path of one of its checkpoints")
    .addOption(accessScope())
    .action(async (id: string, { accessScope: scope }: { readonly accessScope?: AccessScope }, command: Command) => {
      const run = await withRest(host, command, (rest, options) =>
        rest.getTrainingRun(id, { ...options, ...(scope && { accessScope: scope }) }),
      )
      const { terminal, clock } = host
      const output = { title: "Training run", facts: runFacts(run, clock.wallTime()), json: runJson(run) }
      printOutput(output, printOptionsOf(command), terminal)
    })
}
