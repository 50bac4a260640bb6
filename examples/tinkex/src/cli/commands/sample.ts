import type { SamplingParamsInput } from "#tinker.pristine.json"
import { writeFile } from "node:fs/promises"
import { resolve } from "node:path"
import type { Command } from "commander"
import type { SampleResult } from "../../data/ranked-tokens.ts"
import { ModelInput } from "../../data/model-input.ts"
import type { CommandAdder } from "../command-adder.ts"
import { printOptionsOf, numberBetween, several, wholeNumber } from "../global-options.ts"
import type { Tokenizer } from "../../tokenizers/tokenizer.ts"
import { printOutput } from "../output/print-output.ts"
import { withService } from "../with-service.ts"
import { checkpointPath } from "./checkpoint-path.ts"
import { readPrompt, tokenizerFor, type PromptOptions } from "./prompt.ts"
import { readWeights, type WeightsOptions } from "./weights-options.ts"

interface SampleCommandOptions extends PromptOptions, WeightsOptions {
  readonly maxTokens?: number
  readonly temperature: number
  readonly topK: number
  readonly topP: number
  readonly numSamples: number
  readonly seed?: number
  readonly stop?: readonly string[]
  readonly output?: string
}

/** `tinkex sample` */
export const addSampleCommand: CommandAdder = (parent, host) => {
  parent
    .command("sample")
    .description("continue a prompt")
    .option("--base-model <name>", "sample from a base model")
    .option("--model-path <path>", "sample from a checkpoint of kind sampler_weights", checkpointPath)
    .option("--prompt <text>", "text to continue; the model's tokenizer comes from Hugging Face")
    .option("--prompt-file <file>", "file with the text, or with token ids as a JSON array; - for the standard input")
    .option("--max-tokens <n>", "most tokens of a sample", wholeNumber(1))
    .option("--temperature <number>", "0 takes the likeliest token", numberBetween(0, Infinity), 1)
    .option("--top-k <n>", "draw from so many of the likeliest tokens; -1: from all", wholeNumber(-1), -1)
    .option("--top-p <number>", "draw from the likeliest tokens that make up this share", numberBetween(0, 1), 1)
    .option("--num-samples <n>", "samples to draw", wholeNumber(1), 1)
    .option("--seed <n>", "makes the samples repeatable", wholeNumber(0))
    .option("--stop <text>", "end a sample at this text; may be repeated", several)
    .option("-o, --output <file>", "write the result to a file, as JSON")
    .action(async (options: SampleCommandOptions, command: Command) => {
      const { terminal } = host
      const { signal, cwd } = terminal
      const weights = readWeights(options)
      const prompt = await readPrompt(options, terminal)
      const [result, tokenizer] = await withService(host, command, async (service) => {
        const sampling = await service.createSamplingClient(weights, { signal })
        const used = await tokenizerFor(prompt, () => {
          terminal.progress("Loading the tokenizer")
          return sampling.getTokenizer({ signal })
        })
        const tokens = "tokens" in prompt ? prompt.tokens : (used?.encode(prompt.text) ?? [])
        const input = ModelInput.fromInts([...tokens])
        terminal.progress("Sampling")
        const { numSamples } = options
        return [await sampling.sample(input, paramsOf(options), { numSamples, signal }), used] as const
      })
      const json = resultJson(result, tokenizer)
      if (options.output !== undefined) {
        await writeFile(resolve(cwd, options.output), `${JSON.stringify(json, undefined, 2)}\n`)
        terminal.err(`Wrote ${options.output}`)
        return
      }
      printOutput(
        { lines: result.sequences.flatMap((each, index) => describe(each, index, tokenizer)), json },
        printOptionsOf(command),
        terminal,
      )
    })
}

function paramsOf(options: SampleCommandOptions): SamplingParamsInput {
  const { maxTokens, temperature, topK, topP, seed, stop } = options
  return {
    ...(maxTokens !== undefined && { max_tokens: maxTokens }),
    temperature,
    top_k: topK,
    top_p: topP,
    ...(seed !== undefined && { seed }),
    ...(stop && { stop: [...stop] }),
  }
}

type Sequence = SampleResult["sequences"][number]

function describe(sequence: Sequence, index: number, tokenizer: Tokenizer | undefined): readonly string[] {
  const { tokens, logprobs = [], stop_reason: reason } = sequence
  const mean = logprobs.reduce((sum, each) => sum + each, 0) / logprobs.length
  const facts = [
    `stop_reason=${reason ?? "unknown"}`,
    ...(logprobs.length > 0 ? [`avg_logprob=${mean.toFixed(3)}`] : []),
  ]
  return [
    `Sample ${index + 1}:`,
    ...(tokenizer?.decode(tokens).split("\n") ?? [[...tokens].join(" ")]),
    facts.join(" | "),
  ]
}

function resultJson({ sequences, ...rest }: SampleResult, tokenizer: Tokenizer | undefined): object {
  return {
    sequences: sequences.map(({ tokens, logprobs, stop_reason: reason }) => ({
      tokens: [...tokens],
      logprobs: logprobs ?? null,
      stop_reason: reason ?? null,
      ...(tokenizer && { text: tokenizer.decode(tokens) }),
    })),
    prompt_logprobs: rest.prompt_logprobs ?? null,
    topk_prompt_logprobs: rest.topk_prompt_logprobs ?? null,
    type: "sample",
  }
}
