import { createHash } from "node:crypto"
import { tensorContainerShape } from "../../src/data/tensor-container.ts"
import { HttpError } from "../http/http-error.ts"

/**
 * Tokens that stand for an image or a sound, which the small model cannot see: bytes of a hash of the content, so the same
 * content always reads the same.
 */
export function placeholderTokens(content: Uint8Array | string, count: number): Int32Array {
  const digest = createHash("sha256").update(content).digest()
  return Int32Array.from({ length: count }, (_value, index) => digest[index % digest.length] as number)
}

/**
 * Positions that a dmel chunk takes: the first dimension in its header, 0 without one.
 *
 * @throws HttpError 400 when the bytes are no tensor container.
 */
export function dmelLength(container: Uint8Array): number {
  try {
    return tensorContainerShape(container)[0] ?? 0
  } catch (error) {
    throw new HttpError(400, error instanceof Error ? error.message : "Not a tensor container")
  }
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
