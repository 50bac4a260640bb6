import { byteVocabulary } from "../../local-service/model/vocabulary.ts"
import { createBaseModel } from "../../local-service/model/base-model.ts"
import type { LoraConfig } from "../../local-service/model/lora-weights.ts"
import type { AdamParams } from "../../local-service/training/adam.ts"
import { LoraTrainer } from "../../local-service/training/lora-trainer.ts"
import type { TrainingDatum } from "../../local-service/training/training-request.ts"

/** About one kilobyte of plain English. */
export const paragraph =
  "A loop that runs against this service shows a loss that falls, because the model behind it is real: small, but trained " +
  "by the gradient of its own cross entropy. Each step moves the adapters a little, and what was noise becomes the letters " +
  "of a text. Nothing here is a recording. When the same seed is given, the same numbers come out, so a test may compare " +
  "them; when the learning rate is raised, the loss falls faster, until it does not. The optimizer is Adam, with the usual " +
  "two moments, and the weights are those of low-rank adapters beside frozen matrices. A sampler draws one token after " +
  "another, cooled by a temperature, cut by a rank or by a mass of probability, and stops where it was told to. This " +
  "paragraph is about one thousand bytes long, which is plenty for forty steps of training on two cores shared by many."

export const adamParams: AdamParams = {
  learningRate: 1e-2,
  beta1: 0.9,
  beta2: 0.95,
  eps: 1e-12,
  weightDecay: 0,
  gradClipNorm: 0,
}

const all = { attn: true, mlp: true, unembed: true }

/** A trainer of the byte model. */
export function createTrainer(config: Partial<LoraConfig> = {}): LoraTrainer {
  const base = createBaseModel("local/tiny-bytes", byteVocabulary)
  return new LoraTrainer(base, { rank: 8, seed: 1, train: all, ...config }, new AbortController().signal)
}

/** A datum of tokens and of vectors by name. */
export function datum(tokens: readonly number[], inputs: Readonly<Record<string, readonly number[]>>): TrainingDatum {
  return {
    tokens: Int32Array.from(tokens),
    inputs: new Map(
      Object.entries(inputs).map(([name, data]) => [name, { shape: [data.length], data: Float64Array.from(data) }]),
    ),
  }
}

/** Next-byte prediction of a text. */
export function textExample(text: string): TrainingDatum {
  const bytes = [...Buffer.from(text)]
  return datum(bytes.slice(0, -1), { target_tokens: bytes.slice(1) })
}
