/** Pieces of a text that a line may end behind: words, and the parts of a name between slashes. */
const piece = /[^\s/]*(?:\/+|\s+|$)/g

/** The longest piece of a text that is better not broken, in characters. */
export function longestPiece(text: string): number {
  return Math.max(0, ...piecesOf(text).map((each) => lengthOf(each.trimEnd())))
}

/** Lines of at most so many characters, broken between pieces where that is possible. Nothing but blanks gets lost. */
export function wrapCell(text: string, width: number): readonly string[] {
  const lines: string[] = []
  let line = ""
  for (const next of piecesOf(text)) {
    if (lengthOf((line + next).trimEnd()) <= width) {
      line += next
      continue
    }
    if (line !== "") lines.push(line.trimEnd())
    let rest = Array.from(next)
    for (; lengthOf(rest.join("").trimEnd()) > width; rest = rest.slice(width))
      lines.push(rest.slice(0, width).join(""))
    line = rest.join("")
  }
  return [...lines, line.trimEnd()]
}

function piecesOf(text: string): readonly string[] {
  return text.match(piece)?.filter((each) => each !== "") ?? []
}

function lengthOf(text: string): number {
  return Array.from(text).length
}
