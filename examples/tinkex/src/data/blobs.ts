/** Typed arrays that a tensor of the wire protocol can hold. */
export type NumericArray = Float32Array | Int32Array | BigInt64Array

/** The array's elements as little-endian bytes; a view, not a copy, where the machine is little-endian. */
export function blobOf(array: NumericArray): Uint8Array {
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
  return isLittleEndian() ? bytes : reversed(bytes, array.BYTES_PER_ELEMENT)
}

/** Reads float32 elements. Throws a `RangeError` when the length is not a multiple of four. */
export function float32sOf(blob: Uint8Array): Float32Array {
  return new Float32Array(elements(blob, 4))
}

/** Reads int32 elements. Throws a `RangeError` when the length is not a multiple of four. */
export function int32sOf(blob: Uint8Array): Int32Array {
  return new Int32Array(elements(blob, 4))
}

/** Reads int64 elements. Throws a `RangeError` when the length is not a multiple of eight. */
export function int64sOf(blob: Uint8Array): BigInt64Array {
  return new BigInt64Array(elements(blob, 8))
}

/** Reads bfloat16 elements, each the upper half of a float32. Throws a `RangeError` when the length is odd. */
export function bfloat16sOf(blob: Uint8Array): Float32Array {
  const halves = new Uint16Array(elements(blob, 2))
  return new Float32Array(Uint32Array.from(halves, (half) => half << 16).buffer)
}

/** Token ids as int32. Throws a `RangeError` on anything that is not an integer of 32 bits. */
export function int32s(values: ArrayLike<number>): Int32Array {
  const array = Int32Array.from(values)
  for (let index = 0; index < array.length; index++) {
    if (array[index] !== values[index]) throw new RangeError(`Not a 32-bit integer: ${String(values[index])}`)
  }
  return array
}

/** A copy, because an element must not straddle its alignment and a message's bytes stand anywhere. */
function elements(blob: Uint8Array, size: number): ArrayBuffer {
  if (blob.byteLength % size !== 0) {
    throw new RangeError(`A blob of ${blob.byteLength} bytes does not hold elements of ${size} bytes`)
  }
  const copy = new Uint8Array(blob)
  return isLittleEndian() ? copy.buffer : reversed(copy, size).buffer
}

function isLittleEndian(): boolean {
  return new Uint8Array(new Uint16Array([1]).buffer)[0] === 1
}

function reversed(bytes: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(bytes)
  for (let at = 0; at < copy.length; at += size) copy.subarray(at, at + size).reverse()
  return copy
}
