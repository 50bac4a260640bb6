import type { SeededRandom } from "../seeded-random.ts"

/** A dense row-major matrix. */
export interface Matrix {
  readonly rows: number
  readonly columns: number
  readonly data: Float64Array
}

export function zeroMatrix(rows: number, columns: number): Matrix {
  return { rows, columns, data: new Float64Array(rows * columns) }
}

/** Normally distributed entries with the given standard deviation. */
export function randomMatrix(rows: number, columns: number, deviation: number, random: SeededRandom): Matrix {
  const matrix = zeroMatrix(rows, columns)
  for (let index = 0; index < matrix.data.length; index++) matrix.data[index] = deviation * random.normal()
  return matrix
}

/** `out = matrix · vector`, for the first `matrix.rows` entries of `out`. */
export function multiply(matrix: Matrix, vector: Float64Array, out: Float64Array): void {
  const { rows, columns, data } = matrix
  const whole = columns - (columns % 4)
  for (let row = 0, at = 0; row < rows; row++) {
    // Four sums at once: in a single one each addition would wait for the one before.
    let first = 0
    let second = 0
    let third = 0
    let fourth = 0
    let column = 0
    for (; column < whole; column += 4, at += 4) {
      first += (data[at] as number) * (vector[column] as number)
      second += (data[at + 1] as number) * (vector[column + 1] as number)
      third += (data[at + 2] as number) * (vector[column + 2] as number)
      fourth += (data[at + 3] as number) * (vector[column + 3] as number)
    }
    for (; column < columns; column++, at++) first += (data[at] as number) * (vector[column] as number)
    out[row] = first + second + (third + fourth)
  }
}

/** `out = matrixᵀ · vector`. */
export function multiplyTransposed(matrix: Matrix, vector: Float64Array, out: Float64Array): void {
  const { rows, columns, data } = matrix
  out.fill(0, 0, columns)
  for (let row = 0, at = 0; row < rows; row++) {
    const factor = vector[row] as number
    for (let column = 0; column < columns; column++, at++)
      out[column] = (out[column] as number) + factor * (data[at] as number)
  }
}

/** `matrix += left ⊗ right`. */
export function addOuter(matrix: Matrix, left: Float64Array, right: Float64Array): void {
  const { rows, columns, data } = matrix
  for (let row = 0, at = 0; row < rows; row++) {
    const factor = left[row] as number
    if (factor === 0) {
      at += columns
      continue
    }
    for (let column = 0; column < columns; column++, at++)
      data[at] = (data[at] as number) + factor * (right[column] as number)
  }
}
