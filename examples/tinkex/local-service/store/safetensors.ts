/** A named array in a safetensors file. */
export interface NamedArray {
  readonly name: string
  readonly shape: readonly number[]
  readonly data: Float64Array
}

interface HeaderEntry {
  readonly dtype: string
  readonly shape: readonly number[]
  readonly data_offsets: readonly [number, number]
}

/** Writes arrays as a safetensors file of dtype F64: a checkpoint continues with exactly the numbers it was saved with. */
export function writeSafetensors(arrays: readonly NamedArray[]): Buffer {
  const header: Record<string, HeaderEntry> = {}
  let offset = 0
  for (const { name, shape, data } of arrays) {
    header[name] = { dtype: "F64", shape, data_offsets: [offset, offset + data.length * 8] }
    offset += data.length * 8
  }
  const text = JSON.stringify(header)
  // The format asks for data aligned to 8 bytes; spaces may fill the header.
  const headerBytes = Buffer.from(text.padEnd(Math.ceil(text.length / 8) * 8))
  const file = Buffer.alloc(8 + headerBytes.length + offset)
  file.writeBigUInt64LE(BigInt(headerBytes.length))
  headerBytes.copy(file, 8)
  let at = 8 + headerBytes.length
  for (const { data } of arrays)
    for (const value of data) {
      file.writeDoubleLE(value, at)
      at += 8
    }
  return file
}

/**
 * Reads a file that `writeSafetensors` wrote.
 *
 * @throws Error when the file is damaged or of another dtype.
 */
export function readSafetensors(file: Buffer): ReadonlyMap<string, NamedArray> {
  const headerLength = Number(file.readBigUInt64LE(0))
  const start = 8 + headerLength
  const header = JSON.parse(file.toString("utf8", 8, start)) as Record<string, HeaderEntry>
  return new Map(
    Object.entries(header).map(([name, entry]) => {
      if (entry.dtype !== "F64") throw new Error(`Array ${name} has dtype ${entry.dtype} instead of F64`)
      const [from, to] = entry.data_offsets
      const data = Float64Array.from({ length: (to - from) / 8 }, (_value, index) =>
        file.readDoubleLE(start + from + index * 8),
      )
      return [name, { name, shape: entry.shape, data }]
    }),
  )
}
