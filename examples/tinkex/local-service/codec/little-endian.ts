import { HttpError } from "../http/http-error.ts"

function viewOf(bytes: Uint8Array, width: number): DataView {
  if (bytes.length % width !== 0)
    throw new HttpError(422, `A blob of ${bytes.length} bytes does not hold ${width}-byte elements`)
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
}

export function readInt32s(bytes: Uint8Array): Int32Array {
  const view = viewOf(bytes, 4)
  return Int32Array.from({ length: bytes.length / 4 }, (_value, index) => view.getInt32(index * 4, true))
}

export function readFloat32s(bytes: Uint8Array): Float64Array {
  const view = viewOf(bytes, 4)
  return Float64Array.from({ length: bytes.length / 4 }, (_value, index) => view.getFloat32(index * 4, true))
}

/** int64 elements as doubles: token ids and indices, all far below 2^53. */
export function readInt64s(bytes: Uint8Array): Float64Array {
  const view = viewOf(bytes, 8)
  return Float64Array.from({ length: bytes.length / 8 }, (_value, index) => Number(view.getBigInt64(index * 8, true)))
}

/** bfloat16 is the upper half of a float32. */
export function readBfloat16s(bytes: Uint8Array): Float64Array {
  const view = viewOf(bytes, 2)
  const widened = new DataView(new ArrayBuffer(4))
  return Float64Array.from({ length: bytes.length / 2 }, (_value, index) => {
    widened.setUint32(0, view.getUint16(index * 2, true) << 16)
    return widened.getFloat32(0)
  })
}

export function writeInt32s(values: ArrayLike<number>): Uint8Array {
  const view = new DataView(new ArrayBuffer(values.length * 4))
  for (let index = 0; index < values.length; index++) view.setInt32(index * 4, values[index] as number, true)
  return new Uint8Array(view.buffer)
}

export function writeFloat32s(values: ArrayLike<number>): Uint8Array {
  const view = new DataView(new ArrayBuffer(values.length * 4))
  for (let index = 0; index < values.length; index++) view.setFloat32(index * 4, values[index] as number, true)
  return new Uint8Array(view.buffer)
}

export function writeInt64s(values: ArrayLike<number>): Uint8Array {
  const view = new DataView(new ArrayBuffer(values.length * 8))
  for (let index = 0; index < values.length; index++) view.setBigInt64(index * 8, BigInt(values[index] as number), true)
  return new Uint8Array(view.buffer)
}
