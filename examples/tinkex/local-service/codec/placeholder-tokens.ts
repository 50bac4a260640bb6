import { createHash } from "node:crypto"

/**
 * Tokens that stand for an image or a sound, which the small model cannot see: bytes of a hash of the content, so the same
 * content always reads the same.
 */
export function placeholderTokens(content: Uint8Array | string, count: number): Int32Array {
  const digest = createHash("sha256").update(content).digest()
  return Int32Array.from({ length: count }, (_value, index) => digest[index % digest.length] as number)
}

/** Positions that a dmel chunk takes: the first dimension in its header `[254] dtype rank dimensions…`, in varints. */
export function dmelLength(container: Uint8Array): number {
  let at = container[0] === 254 ? 2 : 1
  const varint = (): number => {
    let value = 0
    for (let factor = 1; at < container.length; factor *= 128) {
      const byte = container[at++] as number
      value += (byte & 0x7f) * factor
      if (byte < 0x80) break
    }
    return value
  }
  return varint() === 0 ? 0 : varint()
}

/** Joins the tokens of consecutive chunks. */
export function joinTokens(chunks: readonly Int32Array[]): Int32Array {
  const joined = new Int32Array(chunks.reduce((length, chunk) => length + chunk.length, 0))
  let at = 0
  for (const chunk of chunks) {
    joined.set(chunk, at)
    at += chunk.length
  }
  return joined
}
