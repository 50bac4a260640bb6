import type { Command } from "commander"
import { parseTinkerPath } from "../../data/tinker-path.ts"
import { CliError } from "../cli-error.ts"
import type { CommandAdder } from "../command-adder.ts"
import { printOptionsOf } from "../global-options.ts"
import { formatSize } from "../output/format-size.ts"
import { formatExpiry, formatTime } from "../output/format-time.ts"
import { printOutput } from "../output/print-output.ts"
import { withRest } from "../with-service.ts"
import { checkpointPath, pathHelp } from "./checkpoint-path.ts"
import { checkpointJson, loraText } from "./describe-run.ts"

/** `tinkex checkpoint info` */
export const addCheckpointInfoCommand: CommandAdder = (parent, host) => {
  parent
    .command("info")
    .description("describe a checkpoint")
    .argument("<path>", pathHelp, checkpointPath)
    .action(async (path: string, _, command: Command) => {
      const { trainingRunId } = parseTinkerPath(path)
      const [checkpoint, info] = await withRest(host, command, async (rest, options) => {
        const { checkpoints } = await rest.listCheckpoints(trainingRunId, options)
        const found = checkpoints.find((each) => each.tinker_path === path)
        if (!found) {
          const hint = `\`tinkex checkpoint list --run-id ${trainingRunId}\` lists those of its training run.`
          throw new CliError(`There is no checkpoint ${path}`, hint)
        }
        return [found, await rest.getWeightsInfo(path, options)] as const
      })
      const { terminal, clock } = host
      const now = clock.wallTime()
      printOutput(
        {
          title: "Checkpoint",
          facts: [
            ["Checkpoint ID", checkpoint.checkpoint_id],
            ["Type", checkpoint.checkpoint_type],
            ["Path", path],
            ["Size", formatSize(checkpoint.size_bytes)],
            ["Public", checkpoint.public ? "Yes" : "No"],
            ["Created", formatTime(checkpoint.time, now)],
            ["Expires", formatExpiry(checkpoint.expires_at, now)],
            ["Training run", trainingRunId],
            ["Base model", info.base_model],
            ["LoRA", loraText(info)],
          ],
          json: {
            ...checkpointJson(checkpoint),
            training_run_id: trainingRunId,
            base_model: info.base_model,
            is_lora: info.is_lora,
            lora_rank: info.lora_rank ?? null,
            train_attn: info.train_attn ?? null,
            train_mlp: info.train_mlp ?? null,
            train_unembed: info.train_unembed ?? null,
          },
        },
        printOptionsOf(command),
        terminal,
      )
    })
}
