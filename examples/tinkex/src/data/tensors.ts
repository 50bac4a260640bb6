import { int32s, type NumericArray } from "./blobs.ts"

/**
 * A tensor of the wire protocol. `data` is flat and row-major; with the sparse indices it holds only the stored values of
 * a matrix in compressed sparse row form.
 */
export interface TensorData {
  /** The service knows two types. */
  readonly dtype: "float32" | "int64"
  /** `Float32Array` for `float32`; for `int64` an `Int32Array` where all values fit, else a `BigInt64Array`. */
  readonly data: NumericArray
  /** Absent: one dimension, as long as the data. */
  readonly shape?: readonly number[]
  readonly sparse_crow_indices?: readonly number[]
  readonly sparse_col_indices?: readonly number[]
}

/** `TensorData` as JSON. Integers beyond 2^53 are bigints. */
export interface TensorDataWire {
  readonly data: readonly (number | bigint)[]
  readonly dtype: "float32" | "int64"
  readonly shape?: readonly number[] | null
  readonly sparse_crow_indices?: readonly number[] | null
  readonly sparse_col_indices?: readonly number[] | null
}

/** A float32 tensor; `shape` defaults to one dimension. */
export function float32(values: ArrayLike<number>, shape: readonly number[] = [values.length]): TensorData {
  return checked({ dtype: "float32", data: Float32Array.from(values), shape })
}

/** An int64 tensor; `shape` defaults to one dimension. Throws a `RangeError` on fractions and values beyond 64 bits. */
export function int64(values: ArrayLike<number | bigint>, shape: readonly number[] = [values.length]): TensorData {
  return checked({ dtype: "int64", data: integers(values), shape })
}

/** `Int32Array` where every value fits, else `BigInt64Array`: what `TensorData.data` holds for `int64`. */
export function integers(values: ArrayLike<number | bigint>): Int32Array | BigInt64Array {
  const wide = BigInt64Array.from({ length: values.length }, (_, index) => exact(values[index] ?? 0))
  return wide.every((value) => value === BigInt.asIntN(32, value)) ? int32s(Array.from(wide, Number)) : wide
}

/** Elements as numbers; those of an int64 tensor beyond 2^53 lose precision. */
export function toNumbers(tensor: TensorData): number[] {
  return Array.from<number | bigint, number>(tensor.data, Number)
}

/** Elements of the tensor, those that a sparse form leaves out included. */
export function elementCount({ data, shape = [data.length] }: TensorData): number {
  return shape.reduce((product, dimension) => product * dimension, 1)
}

/** Bytes of the tensor in the protocol's binary form: what chunk limits and dispatch budgets count. */
export function tensorBytes(tensor: TensorData): number {
  const indices = (tensor.sparse_crow_indices?.length ?? 0) + (tensor.sparse_col_indices?.length ?? 0)
  return tensor.data.length * (tensor.dtype === "int64" ? 8 : 4) + 8 * indices
}

/**
 * The matrix in compressed sparse row form when that is smaller (`rows + 1 + 2 · stored < rows · columns`); any other
 * tensor as it is.
 */
export function compressRows(tensor: TensorData): TensorData {
  const [rows, columns, ...rest] = tensor.shape ?? []
  if (rows === undefined || columns === undefined || rest.length > 0 || tensor.sparse_crow_indices) return tensor
  const crow = [0]
  const col: number[] = []
  const kept: (number | bigint)[] = []
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const value = tensor.data[row * columns + column] ?? 0
      if (Number(value) === 0) continue
      col.push(column)
      kept.push(value)
    }
    crow.push(col.length)
  }
  if (rows + 1 + 2 * kept.length >= rows * columns) return tensor
  const data = tensor.dtype === "int64" ? integers(kept) : Float32Array.from(kept, Number)
  return { ...tensor, data, sparse_crow_indices: crow, sparse_col_indices: col }
}

/** The manifest's codec of `TensorData`: JSON ↔ typed arrays. */
export const tensorData = {
  encode(value: TensorData): TensorDataWire {
    const { data, ...rest } = value
    return { data: data instanceof BigInt64Array ? Array.from(data, shortest) : Array.from(data), ...rest }
  },
  decode(wire: TensorDataWire): TensorData {
    return {
      dtype: wire.dtype,
      data: wire.dtype === "int64" ? integers(wire.data) : Float32Array.from(wire.data, Number),
      ...(wire.shape && { shape: wire.shape }),
      ...(wire.sparse_crow_indices && { sparse_crow_indices: wire.sparse_crow_indices }),
      ...(wire.sparse_col_indices && { sparse_col_indices: wire.sparse_col_indices }),
    }
  },
}

function checked(tensor: TensorData & { readonly shape: readonly number[] }): TensorData {
  if (elementCount(tensor) === tensor.data.length) return tensor
  throw new RangeError(`A tensor of shape [${tensor.shape.join(", ")}] does not hold ${tensor.data.length} values`)
}

function exact(value: number | bigint): bigint {
  const integer = BigInt(value)
  if (integer === BigInt.asIntN(64, integer)) return integer
  throw new RangeError(`Not a 64-bit integer: ${String(value)}`)
}

function shortest(value: bigint): number | bigint {
  return Number.isSafeInteger(Number(value)) ? Number(value) : value
}
