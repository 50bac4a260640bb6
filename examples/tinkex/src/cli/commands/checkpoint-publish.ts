import type { Command } from "commander"
import type { CommandAdder } from "../command-adder.ts"
import { printOptionsOf } from "../global-options.ts"
import { printOutput } from "../output/print-output.ts"
import { withRest } from "../with-service.ts"
import { checkpointPath, pathHelp } from "./checkpoint-path.ts"

/** `tinkex checkpoint publish` and `unpublish` */
export const addCheckpointPublishCommands: CommandAdder = (parent, host) => {
  const add = (action: "publish" | "unpublish", description: string, done: string): void => {
    parent
      .command(action)
      .description(description)
      .argument("<path>", pathHelp, checkpointPath)
      .action(async (path: string, _, command: Command) => {
        await withRest(host, command, (rest, options) =>
          action === "publish" ? rest.publishCheckpoint(path, options) : rest.unpublishCheckpoint(path, options),
        )
        printOutput({ lines: [`${done} ${path}`], json: { action, path } }, printOptionsOf(command), host.terminal)
      })
  }
  add("publish", "let everybody read a checkpoint", "Published")
  add("unpublish", "let only its owner read a checkpoint", "Unpublished")
}
