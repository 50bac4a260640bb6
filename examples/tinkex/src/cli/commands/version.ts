import type { Command } from "commander"
import type { CommandAdder } from "../command-adder.ts"
import { printOptionsOf } from "../global-options.ts"
import { printOutput } from "../output/print-output.ts"
import { version } from "../../version.ts"

/** `tinkex version` */
export const addVersionCommand: CommandAdder = (parent, { terminal }) => {
  parent
    .command("version")
    .description("print the version")
    .action((_, command: Command) => {
      printOutput({ lines: [`tinkex ${version}`], json: { version } }, printOptionsOf(command), terminal)
    })
}
