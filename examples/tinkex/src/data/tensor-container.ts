/**
 * Dimensions from the header of a tensor container: an optional marker byte 254, a dtype byte of 0 to 7, the rank and
 * each dimension as varints. Throws a `RangeError` when the bytes are no such header.
 */
export function tensorContainerShape(bytes: Uint8Array): number[] {
  let at = bytes[0] === 254 ? 1 : 0
  const dtype = bytes[at++]
  if (dtype === undefined || dtype > 7) throw new RangeError("Not a tensor container: its dtype is not known")

  const varint = (): number => {
    let value = 0
    for (let scale = 1; scale < Number.MAX_SAFE_INTEGER; scale *= 128) {
      const byte = bytes[at++]
      if (byte === undefined) break
      value += (byte % 128) * scale
      if (byte < 128) return value
    }
    throw new RangeError("Not a tensor container: its header ends within a number")
  }

  const rank = varint()
  if (rank > bytes.length) throw new RangeError("Not a tensor container: it is shorter than its rank")
  return Array.from({ length: rank }, varint)
}
