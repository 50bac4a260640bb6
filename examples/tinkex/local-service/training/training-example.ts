import type { Vocabulary } from "../model/vocabulary.ts"
import { OperationError } from "../operation-error.ts"
import type { ElementReader, Loss } from "./loss.ts"
import type { TrainingDatum } from "./training-request.ts"

/** A datum checked against a vocabulary and a loss, ready to be evaluated position by position. */
export interface TrainingExample {
  readonly rows: Int32Array
  /** Vocabulary rows of the targets, `targetsPerPosition` for each position. */
  readonly targets: Int32Array
  readonly targetTokens: Float64Array
  readonly targetsPerPosition: number
  readonly shape: readonly number[]
  /** Reads the loss inputs that belong to one target. */
  readerAt(target: number): ElementReader
}

/**
 * Checks one datum.
 *
 * @throws OperationError (category user) when tokens are outside the vocabulary, an input is missing, or lengths disagree.
 */
export function prepareExample(datum: TrainingDatum, vocabulary: Vocabulary, loss: Loss): TrainingExample {
  const targets = datum.inputs.get("target_tokens")
  if (targets === undefined) throw new OperationError("loss_fn_inputs lacks target_tokens")
  for (const name of loss.requires)
    if (!datum.inputs.has(name)) throw new OperationError(`loss_fn_inputs lacks ${name}`)
  const positions = datum.tokens.length
  const perPosition = targets.shape.length > 1 ? targets.shape.slice(1).reduce((size, side) => size * side, 1) : 1
  if (targets.data.length !== positions * perPosition)
    throw new OperationError(`target_tokens has ${targets.data.length} elements for ${positions} input tokens`)
  for (const [name, tensor] of datum.inputs)
    if (tensor.data.length !== targets.data.length)
      throw new OperationError(
        `A loss input has ${tensor.data.length} elements where target_tokens has ${targets.data.length}: ${JSON.stringify(name).slice(0, 60)}`,
      )
  return {
    rows: rowsOf(datum.tokens, vocabulary),
    targets: rowsOf(targets.data, vocabulary),
    targetTokens: targets.data,
    targetsPerPosition: perPosition,
    shape: targets.shape,
    readerAt: (target) => (name, fallback) => datum.inputs.get(name)?.data[target] ?? fallback,
  }
}

/**
 * Maps token ids to vocabulary rows.
 *
 * @throws OperationError (category user) for an id that the vocabulary does not have.
 */
export function rowsOf(tokens: Int32Array | Float64Array, vocabulary: Vocabulary): Int32Array {
  const rows = new Int32Array(tokens.length)
  for (const [index, token] of tokens.entries()) {
    const row = vocabulary.rowOf(token)
    if (row === undefined) throw new OperationError(`Token ${token} is outside the vocabulary`)
    rows[index] = row
  }
  return rows
}
