import type { CommandAdder } from "../command-adder.ts"
import { addCheckpointDeleteCommand } from "./checkpoint-delete.ts"
import { addCheckpointDownloadCommand } from "./checkpoint-download.ts"
import { addCheckpointInfoCommand } from "./checkpoint-info.ts"
import { addCheckpointListCommand } from "./checkpoint-list.ts"
import { addCheckpointPublishCommands } from "./checkpoint-publish.ts"
import { addCheckpointPushCommand } from "./checkpoint-push-hf.ts"
import { addCheckpointSaveCommand } from "./checkpoint-save.ts"
import { addCheckpointTtlCommand } from "./checkpoint-set-ttl.ts"

/** `tinkex checkpoint` */
export const addCheckpointCommands: CommandAdder = (parent, host, exit) => {
  const group = parent.command("checkpoint").description("look at checkpoints, save, share, download and delete them")
  for (const add of [
    addCheckpointListCommand,
    addCheckpointInfoCommand,
    addCheckpointPublishCommands,
    addCheckpointTtlCommand,
    addCheckpointDeleteCommand,
    addCheckpointDownloadCommand,
    addCheckpointPushCommand,
    addCheckpointSaveCommand,
  ])
    add(group, host, exit)
}
