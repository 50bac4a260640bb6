import type { Command } from "commander"
import { usageError } from "../cli-error.ts"
import type { CommandAdder } from "../command-adder.ts"
import { printOptionsOf, wholeNumber } from "../global-options.ts"
import { printOutput } from "../output/print-output.ts"
import { withRest } from "../with-service.ts"
import { checkpointPath, pathHelp } from "./checkpoint-path.ts"

/** `tinkex checkpoint set-ttl` */
export const addCheckpointTtlCommand: CommandAdder = (parent, host) => {
  parent
    .command("set-ttl")
    .description("say when the service deletes a checkpoint")
    .argument("<path>", pathHelp, checkpointPath)
    .option("--ttl <seconds>", "so many seconds from now", wholeNumber(1))
    .option("--remove", "never")
    .action(
      async (path: string, { ttl, remove }: { readonly ttl?: number; readonly remove?: true }, command: Command) => {
        if (ttl === undefined && !remove) throw usageError("Say --ttl <seconds>, or --remove")
        if (ttl !== undefined && remove) throw usageError("--ttl and --remove exclude each other")
        const seconds = ttl ?? null
        await withRest(host, command, (rest, options) => rest.setCheckpointTtl(path, seconds, options))
        const line = seconds === null ? `Removed expiration of ${path}` : `${path} expires in ${seconds} seconds`
        const json = { action: "set_ttl", path, ttl_seconds: seconds, remove: seconds === null }
        printOutput({ lines: [line], json }, printOptionsOf(command), host.terminal)
      },
    )
}
