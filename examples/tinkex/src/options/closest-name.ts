/**
 * The name that was probably meant, or `undefined` when none is near. Case, `-` and `_` count for nothing; a name that `given`
 * ends with is near (`default_headers`), and so is one that differs in at most a third of its characters.
 */
export function closestName(given: string, names: readonly string[]): string | undefined {
  const word = plain(given)
  const ranked = names
    .map((name) => ({ name, off: distance(word, plain(name)), ending: word.endsWith(plain(name)) }))
    .filter(({ name, off, ending }) => ending || off * 3 <= Math.max(name.length, word.length))
    .sort((a, b) => a.off - b.off)
  return ranked[0]?.name
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
