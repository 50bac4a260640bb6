import type { SeededRandom } from "../seeded-random.ts"

/** How a token is chosen among the vocabulary. */
export interface Choice {
  /** Divides the logits; 0 takes the most probable token. */
  readonly temperature: number
  /** Only the `topK` most probable tokens; −1 or 0 for all. */
  readonly topK: number
  /** Only the most probable tokens whose probabilities together reach `topP`; 1 for all. */
  readonly topP: number
}

/** Draws a vocabulary row. Temperature acts first, then top-k, then top-p on what is left. */
export function drawRow(logprobs: Float64Array, choice: Choice, random: SeededRandom): number {
  if (choice.temperature <= 0) return argmax(logprobs)
  const peak = logprobs[argmax(logprobs)] as number
  const weights = logprobs.map((logprob) => Math.exp((logprob - peak) / choice.temperature))
  const candidates = candidateRows(weights, choice)
  let mass = 0
  for (const row of candidates) mass += weights[row] as number
  let left = random.next() * mass
  for (const row of candidates) {
    left -= weights[row] as number
    if (left < 0) return row
  }
  return candidates[0] as number
}

/** Rows in the order of falling weight when something is cut off, in their own order otherwise. */
function candidateRows(weights: Float64Array, { topK, topP }: Choice): Int32Array {
  const rows = Int32Array.from(weights, (_weight, row) => row)
  if (topK <= 0 && topP >= 1) return rows
  rows.sort((left, right) => (weights[right] as number) - (weights[left] as number) || left - right)
  const kept = topK > 0 ? rows.subarray(0, topK) : rows
  if (topP >= 1) return kept
  let mass = 0
  for (const row of kept) mass += weights[row] as number
  let reached = 0
  for (const [index, row] of kept.entries()) {
    reached += weights[row] as number
    if (reached >= topP * mass) return kept.subarray(0, index + 1)
  }
  return kept
}

function argmax(values: Float64Array): number {
  let best = 0
  for (let row = 1; row < values.length; row++) if ((values[row] as number) > (values[best] as number)) best = row
  return best
}
