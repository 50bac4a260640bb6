/** Numbers in row-major order, and the lengths of their axes. */
export interface Tensor {
  readonly data: Float64Array
  readonly shape: readonly number[]
}

/** A tensor of numbers; `shape` defaults to one axis. Throws a `RangeError` where it does not hold as many. */
export function tensor(values: ArrayLike<number>, shape: readonly number[] = [values.length]): Tensor {
  const size = shape.reduce((product, length) => product * length, 1)
  if (size !== values.length) {
    throw new RangeError(`A tensor of shape [${shape.join(", ")}] does not hold ${values.length} values`)
  }
  return { data: Float64Array.from(values), shape }
}

/** Length of the last axis; a scalar's is one. */
export function lastAxis({ shape }: Tensor): number {
  return shape.at(-1) ?? 1
}

/** Each run of numbers along the last axis, as the offset where it begins. */
export function* rowStarts(values: Tensor): Generator<number> {
  const length = Math.max(lastAxis(values), 1)
  for (let start = 0; start < values.data.length; start += length) yield start
}
