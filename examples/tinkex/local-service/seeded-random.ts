/** A stream of pseudo-random numbers that a seed determines. */
export interface SeededRandom {
  /** Uniform in [0, 1) with 32 random bits. */
  next(): number
  /** Normally distributed with mean 0 and standard deviation 1. */
  normal(): number
}

/** The 32-bit FNV-1a hash of a text: how names become seeds. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) {
    hash ^= text.charCodeAt(index)
    hash = Math.imul(hash, 0x01000193)
  }
  return hash >>> 0
}

/** A SplitMix32 stream; `seed` is reduced to 32 bits. Equal seeds give equal streams on every platform. */
export function createRandom(seed: number): SeededRandom {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x9e3779b9) | 0
    let mixed = state ^ (state >>> 16)
    mixed = Math.imul(mixed, 0x21f0aaad)
    mixed ^= mixed >>> 15
    mixed = Math.imul(mixed, 0x735a2d97)
    mixed ^= mixed >>> 15
    return (mixed >>> 0) / 0x1_0000_0000
  }
  return {
    next,
    // Box-Muller; 1 - u keeps the logarithm away from zero.
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
  }
}
