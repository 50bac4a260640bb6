import { HttpError } from "../http/http-error.ts"
import type { TrainingTensor } from "../training/training-request.ts"

/** The parts of a matrix in compressed sparse row form. */
export interface SparseParts {
  readonly values: Float64Array
  readonly crowIndices: Float64Array
  readonly colIndices: Float64Array
}

const maxElements = 2 ** 26

/**
 * A tensor of the stated shape, or a vector where none is stated.
 *
 * @throws HttpError 422 when shape and data disagree.
 */
export function denseTensor(data: Float64Array, shape: readonly number[]): TrainingTensor {
  if (shape.length === 0) return { shape: [data.length], data }
  if (sizeOf(shape) !== data.length)
    throw new HttpError(422, `A tensor of shape [${shape.join(", ")}] holds ${data.length} elements`)
  return { shape, data }
}

/** Spreads a sparse matrix out, zeros included. */
export function denseFromCsr(parts: SparseParts, shape: readonly number[]): TrainingTensor {
  const [rows, columns] = shape
  if (shape.length !== 2 || rows === undefined || columns === undefined || parts.crowIndices.length !== rows + 1)
    throw new HttpError(422, "A sparse tensor needs a shape of two dimensions and rows + 1 row pointers")
  const data = new Float64Array(sizeOf(shape))
  for (let row = 0; row < rows; row++)
    for (let at = parts.crowIndices[row] as number; at < (parts.crowIndices[row + 1] as number); at++) {
      const column = parts.colIndices[at]
      const value = parts.values[at]
      if (column === undefined || value === undefined || column < 0 || column >= columns)
        throw new HttpError(422, "A sparse tensor points outside itself")
      data[row * columns + column] = value
    }
  return { shape, data }
}

function sizeOf(shape: readonly number[]): number {
  const size = shape.reduce((product, side) => product * side, 1)
  if (shape.some((side) => !Number.isInteger(side) || side < 0) || size > maxElements)
    throw new HttpError(422, "A tensor shape is not usable")
  return size
}
