import type { BaseModel } from "../model/base-model.ts"
import { createLoraWeights, loraAlpha, type LoraConfig, type LoraWeights, parametersOf } from "../model/lora-weights.ts"
import type { AdamState } from "../training/adam.ts"
import type { Checkpoint } from "./checkpoint.ts"
import { type NamedArray, readSafetensors, writeSafetensors } from "./safetensors.ts"
import type { TinkerPath } from "./tinker-path.ts"

/** The files of one checkpoint by name: what an archive holds and what lies in a service's directory. */
export type CheckpointFiles = ReadonlyMap<string, Buffer>

interface CheckpointDescription {
  readonly path: TinkerPath
  readonly base_model: string
  readonly user_metadata?: Readonly<Record<string, unknown>>
  readonly saved_at: number
  readonly seq_id?: number
  readonly expires_at?: number
  readonly public: boolean
  readonly optimizer_step?: number
  readonly lora_config: LoraConfig
  readonly token_of_row: readonly number[]
}

/** Encodes a checkpoint: its description, the adapter and, for training, the optimizer. */
export function encodeCheckpoint(checkpoint: Omit<Checkpoint, "sizeBytes">): CheckpointFiles {
  const { weights, optimizer } = checkpoint
  const parameters = parametersOf(weights)
  const description: CheckpointDescription = {
    path: checkpoint.path,
    base_model: checkpoint.baseModel,
    ...(checkpoint.userMetadata === undefined ? {} : { user_metadata: checkpoint.userMetadata }),
    saved_at: checkpoint.savedAt,
    ...(checkpoint.seqId === undefined ? {} : { seq_id: checkpoint.seqId }),
    ...(checkpoint.expiresAt === undefined ? {} : { expires_at: checkpoint.expiresAt }),
    public: checkpoint.isPublic,
    ...(optimizer === undefined ? {} : { optimizer_step: optimizer.step }),
    lora_config: weights.config,
    token_of_row: Array.from(weights.tokenOfRow),
  }
  const adapterConfig = {
    peft_type: "LORA",
    base_model_name_or_path: checkpoint.baseModel,
    r: weights.config.rank,
    lora_alpha: loraAlpha,
    use_rslora: true,
    target_modules: Object.keys(weights.adapters),
  }
  const files = new Map<string, Buffer>([
    ["checkpoint.json", Buffer.from(JSON.stringify(description))],
    ["adapter_config.json", Buffer.from(JSON.stringify(adapterConfig))],
    [
      "adapter_model.safetensors",
      writeSafetensors(parameters.map(({ name, rows, columns, data }) => ({ name, shape: [rows, columns], data }))),
    ],
  ])
  if (optimizer !== undefined) files.set("optimizer.safetensors", writeSafetensors(momentsOf(parameters, optimizer)))
  return files
}

/**
 * Reads what `encodeCheckpoint` wrote.
 *
 * @throws Error when a file is missing or damaged, or belongs to a base model that `findBase` does not know.
 */
export function decodeCheckpoint(
  files: CheckpointFiles,
  findBase: (name: string) => BaseModel | undefined,
): Checkpoint {
  const file = (name: string): Buffer => {
    const content = files.get(name)
    if (content === undefined) throw new Error(`The checkpoint lacks ${name}`)
    return content
  }
  const description = JSON.parse(file("checkpoint.json").toString("utf8")) as CheckpointDescription
  const base = findBase(description.base_model)
  if (base === undefined) throw new Error("The checkpoint belongs to a base model that is not offered")
  const weights: LoraWeights = createLoraWeights(base, description.lora_config)
  const arrays = readSafetensors(file("adapter_model.safetensors"))
  for (const { name, data } of parametersOf(weights)) data.set(arrayOf(arrays, name))
  weights.tokenOfRow.set(description.token_of_row)
  const optimizer =
    description.optimizer_step === undefined
      ? undefined
      : decodeOptimizer(weights, description.optimizer_step, readSafetensors(file("optimizer.safetensors")))
  return {
    path: description.path,
    baseModel: description.base_model,
    ...(description.user_metadata === undefined ? {} : { userMetadata: description.user_metadata }),
    savedAt: description.saved_at,
    ...(description.seq_id === undefined ? {} : { seqId: description.seq_id }),
    ...(description.expires_at === undefined ? {} : { expiresAt: description.expires_at }),
    isPublic: description.public,
    sizeBytes: sizeOf(files),
    weights,
    ...(optimizer === undefined ? {} : { optimizer }),
  }
}

/** Bytes of all files together. */
export function sizeOf(files: CheckpointFiles): number {
  return [...files.values()].reduce((size, content) => size + content.length, 0)
}

function momentsOf(parameters: readonly { readonly name: string }[], optimizer: AdamState): readonly NamedArray[] {
  return parameters.flatMap(({ name }, index) => {
    const first = optimizer.firstMoments[index] as Float64Array
    const second = optimizer.secondMoments[index] as Float64Array
    return [
      { name: `${name}.first_moment`, shape: [first.length], data: first },
      { name: `${name}.second_moment`, shape: [second.length], data: second },
    ]
  })
}

function decodeOptimizer(weights: LoraWeights, step: number, arrays: ReadonlyMap<string, NamedArray>): AdamState {
  const names = parametersOf(weights).map((parameter) => parameter.name)
  return {
    step,
    firstMoments: names.map((name) => arrayOf(arrays, `${name}.first_moment`)),
    secondMoments: names.map((name) => arrayOf(arrays, `${name}.second_moment`)),
  }
}

function arrayOf(arrays: ReadonlyMap<string, NamedArray>, name: string): Float64Array {
  const array = arrays.get(name)
  if (array === undefined) throw new Error(`The checkpoint lacks the array ${name}`)
  return array.data
}
