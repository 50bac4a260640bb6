/** Letters that two names begin with alike, for one to be near the other. */
const alike = 4

/**
 * The name that was probably meant, or `undefined` when none is near. Case, `-` and `_` count for nothing; near is a name that
 * differs in at most a third of its characters, that `given` ends with (`default_headers`), or that begins with the same four
 * letters (`retries`).
 */
export function closestName(given: string, names: readonly string[]): string | undefined {
  const word = plain(given)
  const ranked = names
    .map((name) => ({ name, other: plain(name), off: distance(word, plain(name)) }))
    .filter(({ other, off }) => off * 3 <= Math.max(other.length, word.length) || sharesAnEnd(word, other))
    .sort((a, b) => a.off - b.off)
  return ranked[0]?.name
}

function sharesAnEnd(word: string, other: string): boolean {
  return word.endsWith(other) || (word.length >= alike && other.startsWith(word.slice(0, alike)))
}

/** Nobody's option is longer, and the distance takes time by the square. */
function plain(name: string): string {
  return name.slice(0, 60).toLowerCase().replaceAll(/[-_]/g, "")
}

/** Insertions, deletions and substitutions that make one text the other. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (const [index, letter] of Array.from(from).entries()) {
    const next = [index + 1]
    for (const [column, other] of Array.from(to).entries()) {
      const [left = 0, above = 0, diagonal = 0] = [next[column], row[column + 1], row[column]]
      next.push(Math.min(left + 1, above + 1, diagonal + (letter === other ? 0 : 1)))
    }
    row = next
  }
  return row[to.length] ?? 0
}
