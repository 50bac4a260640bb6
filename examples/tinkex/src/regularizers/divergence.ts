/** Derivatives are by the logarithms of `p`. */
export interface Divergence {
  readonly value: number
  readonly slope: number
}

/** Differences of logarithms count no more than this. */
const largest = 100
/** Smaller probabilities do not count. */
const smallest = 1e-10

/** One term of KL(P‖Q), by the logarithm of what P says. */
export function forwardTerm(logP: number, logQ: number, limit: number = largest): Divergence {
  const p = Math.exp(logP)
  if (p <= smallest) return { value: 0, slope: 0 }
  const difference = logP - logQ
  const clipped = Math.min(Math.max(difference, -limit), limit)
  return { value: p * clipped, slope: p * (clipped + (clipped === difference ? 1 : 0)) }
}

/** One term of KL(Q‖P), by the logarithm of what P says. */
export function reverseTerm(logP: number, logQ: number, limit: number = largest): Divergence {
  const q = Math.exp(logQ)
  if (q <= smallest) return { value: 0, slope: 0 }
  const difference = logQ - logP
  const clipped = Math.min(Math.max(difference, -limit), limit)
  return { value: q * clipped, slope: clipped === difference ? -q : 0 }
}

/** One term of the mean of both. */
export function symmetricTerm(logP: number, logQ: number, limit: number = largest): Divergence {
  const [forward, reverse] = [forwardTerm(logP, logQ, limit), reverseTerm(logP, logQ, limit)]
  return { value: (forward.value + reverse.value) / 2, slope: (forward.slope + reverse.slope) / 2 }
}
