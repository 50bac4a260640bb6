import type { Command } from "commander"
import type { CommandAdder } from "../command-adder.ts"
import { printOptionsOf } from "../global-options.ts"

export const localServiceName = "local-service"

/** `tinkex local-service`: for the help alone, since its arguments are passed on unread. */
export const addLocalServiceCommand: CommandAdder = (parent, host, exit) => {
  parent
    .command(localServiceName)
    .description("start a Tinker service on this machine, as tinkex-local-service does; --help says what it takes")
    .allowUnknownOption()
    .helpOption(false)
    .argument("[options...]", "what tinkex-local-service takes")
    .action(async (args: readonly string[], _, command: Command) => {
      // Before the command's name they are this program's.
      const json = printOptionsOf(command).format === "json" ? ["--json"] : []
      exit(await host.localService([...json, ...args]))
    })
}
