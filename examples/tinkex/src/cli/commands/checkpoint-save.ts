import { writeFile } from "node:fs/promises"
import { resolve } from "node:path"
import type { Command } from "commander"
import type { CommandAdder } from "../command-adder.ts"
import { printOptionsOf, wholeNumber } from "../global-options.ts"
import { printOutput } from "../output/print-output.ts"
import { withService } from "../with-service.ts"
import { checkpointPath } from "./checkpoint-path.ts"
import { readWeights, type WeightsOptions } from "./weights-options.ts"

interface SaveCommandOptions extends WeightsOptions {
  readonly name?: string
  readonly rank: number
  readonly seed?: number
  readonly trainAttn: boolean
  readonly trainMlp: boolean
  readonly trainUnembed: boolean
  readonly ttl?: number
  readonly output?: string
}

/** `tinkex checkpoint save` */
export const addCheckpointSaveCommand: CommandAdder = (parent, host) => {
  parent
    .command("save")
    .description("make a training client, of a base model or a checkpoint, and save its weights to sample from")
    .option("--base-model <name>", "a fresh adapter of this base model")
    .option("--model-path <path>", "a checkpoint of kind weights", checkpointPath)
    .option("--name <name>", "name of the checkpoint (default: checkpoint-<model>)")
    .option("--rank <n>", "width of a fresh adapter", wholeNumber(1), 32)
    .option("--seed <n>", "makes a fresh adapter repeatable", wholeNumber(0))
    .option("--no-train-attn", "no adapter for attention")
    .option("--no-train-mlp", "no adapter for the layers between")
    .option("--no-train-unembed", "no adapter for the output")
    .option("--ttl <seconds>", "the service deletes it after so long", wholeNumber(1))
    .option("-o, --output <file>", "write the result to a file, as JSON, too")
    .action(async (options: SaveCommandOptions, command: Command) => {
      const { terminal, clock } = host
      const { signal } = terminal
      const { rank, seed, trainAttn, trainMlp, trainUnembed, ttl } = options
      const weights = readWeights(options)
      const lora = { rank, trainAttn, trainMlp, trainUnembed, ...(seed !== undefined && { seed }) }
      const result = await withService(host, command, async (service) => {
        terminal.progress("Making the model")
        const training =
          "baseModel" in weights
            ? await service.createLoraTrainingClient(weights.baseModel, { ...lora, signal })
            : await service.createTrainingClientFromState(weights.modelPath, { signal })
        terminal.progress("Saving")
        const name = options.name ?? defaultName("baseModel" in weights ? weights.baseModel : weights.modelPath)
        const { path } = await training.saveWeightsForSampler(name, {
          signal,
          ...(ttl !== undefined && { ttlSeconds: ttl }),
        })
        return {
          base_model: "baseModel" in weights ? weights.baseModel : null,
          model_id: training.modelId,
          weights_path: path,
          saved_at: new Date(clock.wallTime()).toISOString(),
        }
      })
      if (options.output !== undefined)
        await writeFile(resolve(terminal.cwd, options.output), `${JSON.stringify(result, undefined, 2)}\n`)
      printOutput({ lines: [`Saved ${result.weights_path}`], json: result }, printOptionsOf(command), terminal)
    })
}

function defaultName(model: string): string {
  const plain = model.replace("tinker://", "").toLowerCase()
  return `checkpoint-${plain.replaceAll(/[/:]/g, "-")}`
}
