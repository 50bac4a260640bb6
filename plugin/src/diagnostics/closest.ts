/**
 * The candidate that `word` was probably meant to be, or `undefined` when none is near. Near is at most a third of the
 * longer word's characters wrong, missing, extra or swapped with their neighbour; case, `-` and `_` count for nothing.
 */
export function closest(word: string, candidates: Iterable<string>): string | undefined {
  const plain = simplify(word)
  let best: string | undefined
  let least = Infinity
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) > 8) continue
    const other = simplify(candidate)
    const distance = damerauLevenshtein(plain, other)
    if (distance < least && distance * 3 <= Math.max(plain.length, other.length)) {
      best = candidate
      least = distance
    }
  }
  return best
}

function simplify(word: string): string {
  return word.slice(0, 100).toLowerCase().replaceAll(/[-_]/g, "")
}

/** Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours. */
function damerauLevenshtein(a: string, b: string): number {
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
    beforeLast = last
    last = current
  }
  return at(last, b.length)
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Infinity
}
