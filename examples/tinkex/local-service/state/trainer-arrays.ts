import type { BaseModel } from "../model/base-model.ts"
import { projectionNames } from "../model/base-model.ts"
import { createLoraWeights, type LoraConfig, type LoraWeights, parametersOf } from "../model/lora-weights.ts"
import type { ProjectionGradients } from "../model/network.ts"
import { type NamedArray, readSafetensors, writeSafetensors } from "../store/safetensors.ts"
import type { TrainerState } from "../training/lora-trainer.ts"

/** Encodes weights. */
export function encodeWeights(weights: LoraWeights): Buffer {
  return writeSafetensors(weightArrays(weights))
}

/**
 * Decodes what `encodeWeights` wrote.
 *
 * @throws Error when an array is missing or of another length.
 */
export function decodeWeights(base: BaseModel, config: LoraConfig, payload: Buffer): LoraWeights {
  return readWeights(base, config, readSafetensors(payload))
}

/** Encodes everything that a model in training carries from one operation to the next. */
export function encodeTrainer({ weights, optimizer, gradients }: TrainerState): Buffer {
  const names = parametersOf(weights).map(({ name }) => name)
  return writeSafetensors([
    ...weightArrays(weights),
    ...names.map((name, index) => flat(`${name}.first_moment`, optimizer.firstMoments[index])),
    ...names.map((name, index) => flat(`${name}.second_moment`, optimizer.secondMoments[index])),
    ...projectionNames.flatMap((name) => {
      const gradient = gradients[name]
      return gradient === undefined ? [] : [flat(`${name}.gradient`, gradient.data)]
    }),
  ])
}

/**
 * Decodes what `encodeTrainer` wrote.
 *
 * @throws Error when an array is missing or of another length.
 */
export function decodeTrainer(base: BaseModel, config: LoraConfig, step: number, payload: Buffer): TrainerState {
  const arrays = readSafetensors(payload)
  const weights = readWeights(base, config, arrays)
  const parameters = parametersOf(weights)
  const moments = (which: string): Float64Array[] =>
    parameters.map(({ name, data }) => take(arrays, `${name}.${which}_moment`, data.length))
  const gradients: { -readonly [name in keyof ProjectionGradients]: ProjectionGradients[name] } = {}
  for (const name of projectionNames) {
    const { rows, columns } = base.projections[name]
    if (config.train[name]) gradients[name] = { rows, columns, data: take(arrays, `${name}.gradient`, rows * columns) }
  }
  return { weights, optimizer: { step, firstMoments: moments("first"), secondMoments: moments("second") }, gradients }
}

function weightArrays(weights: LoraWeights): readonly NamedArray[] {
  return [
    ...parametersOf(weights).map(({ name, data }) => flat(name, data)),
    flat("token_of_row", Float64Array.from(weights.tokenOfRow)),
  ]
}

function readWeights(base: BaseModel, config: LoraConfig, arrays: ReadonlyMap<string, NamedArray>): LoraWeights {
  const weights = createLoraWeights(base, config)
  for (const { name, data } of parametersOf(weights)) data.set(take(arrays, name, data.length))
  weights.tokenOfRow.set(take(arrays, "token_of_row", weights.tokenOfRow.length))
  return weights
}

function flat(name: string, data: Float64Array = new Float64Array()): NamedArray {
  return { name, shape: [data.length], data }
}

function take(arrays: ReadonlyMap<string, NamedArray>, name: string, length: number): Float64Array {
  const data = arrays.get(name)?.data
  if (data?.length !== length) throw new Error(`The array ${name} is missing or of another length`)
  return data
}
