import type { Datum } from "../data/datum.ts"
import { datumBytes } from "../data/weights.ts"

/** Limits of one training request, from the server's flags. */
export interface ChunkLimits {
  /** Examples. Default 1,024. */
  readonly maxLength: number
  /** Estimated bytes. Default 5,000,000. */
  readonly maxBytes: number
}

/**
 * Splits a batch into requests, in order. A request is as full as the limits allow; an example over the limit goes alone.
 *
 * Throws a `TypeError` when there is no example.
 */
export function chunksOf(data: readonly Datum[], limits: ChunkLimits): Datum[][] {
  if (data.length === 0) throw new TypeError("No data provided")
  const chunks: Datum[][] = []
  let chunk: Datum[] = []
  let bytes = 0
  for (const datum of data) {
    const size = datumBytes(datum)
    if (chunk.length > 0 && (bytes + size > limits.maxBytes || chunk.length >= limits.maxLength)) {
      chunks.push(chunk)
      chunk = []
      bytes = 0
    }
    chunk.push(datum)
    bytes += size
  }
  return [...chunks, chunk]
}
