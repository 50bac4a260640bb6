/**
 * The candidate that `word` was probably meant to be, or `undefined` when none is near. Near is at most a third of the
 * longer word's characters wrong, missing, extra or swapped with their neighbour; case, `-` and `_` count for nothing.
 */
export function closest(word: string, candidates: Iterable<string>): string | undefined {
  const plain = simplify(word)
  let best: string | undefined
  let least = Infinity
  for (const candidate of candidates) {
    // What is missing or extra counts, so lengths alone rule most candidates out.
    const longest = Math.max(candidate.length, word.length)
    if ((Math.abs(candidate.length - word.length) - 2) * 3 > longest) continue
    const other = simplify(candidate)
    const most = Math.min(least - 1, Math.floor(Math.max(plain.length, other.length) / 3))
    const distance = damerauLevenshtein(plain, other, most)
    if (distance > most) continue
    best = candidate
    least = distance
    if (distance === 0) break
  }
  return best
}

function simplify(word: string): string {
  const short = word.slice(0, 100)
  return /^[a-z0-9]*$/.test(short) ? short : short.toLowerCase().replaceAll(/[-_]/g, "")
}

/** Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours. More than `most` is infinite. */
function damerauLevenshtein(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return Infinity
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const current = [row]
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1]
      let cost = Math.min(at(last, column) + 1, at(current, column - 1) + 1, at(last, column - 1) + (same ? 0 : 1))
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1])
        cost = Math.min(cost, at(beforeLast, column - 2) + 1)
      current.push(cost)
    }
    if (Math.min(...current) > most) return Infinity
    beforeLast = last
    last = current
  }
  return at(last, b.length)
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Infinity
}
