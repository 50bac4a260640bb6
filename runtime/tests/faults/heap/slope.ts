/** What a heap did over calls. */
export interface HeapTrend {
  /** Of the straight line that fits best, in bytes a call. */
  readonly bytesPerCall: number
  /** Bytes in use after each batch of calls, collected before; without the batches of the warm-up. */
  readonly samples: readonly number[]
}

/** The share of the batches in which code is compiled and pools are filled. */
const warmUp = 0.3

/** Fits a line through heaps after batches of equal length (least squares), those of the warm-up left out. */
export function heapTrend(heaps: readonly number[], callsPerBatch: number): HeapTrend {
  const samples = heaps.slice(Math.ceil(heaps.length * warmUp))
  const middle = (samples.length - 1) / 2
  const mean = samples.reduce((sum, value) => sum + value, 0) / samples.length
  let products = 0
  let squares = 0
  for (const [index, value] of samples.entries()) {
    products += (index - middle) * (value - mean)
    squares += (index - middle) ** 2
  }
  return { bytesPerCall: products / squares / callsPerBatch, samples }
}
