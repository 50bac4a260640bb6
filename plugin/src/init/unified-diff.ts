/** Lines of a file around what changes in it. */
const context = 3

interface Line {
  readonly mark: " " | "-" | "+"
  readonly text: string
}

/** What changes in a file, in the form of `diff -u`; empty where nothing does. `before` absent: the file is new. */
export function unifiedDiff(path: string, before: string | undefined, after: string): string {
  const lines = compareLines(splitLines(before ?? ""), splitLines(after))
  const hunks = findHunks(lines)
  if (hunks.length === 0) return ""
  const head = [`--- ${before === undefined ? "/dev/null" : `a/${path}`}`, `+++ b/${path}`]
  return [...head, ...hunks.flatMap(([start, end]) => formatHunk(lines, start, end))].join("\n")
}

function splitLines(text: string): readonly string[] {
  const lines = text.split(/\r?\n/)
  return lines.at(-1) === "" ? lines.slice(0, -1) : lines
}

/** By the longest common subsequence; configuration files are short. */
function compareLines(before: readonly string[], after: readonly string[]): readonly Line[] {
  const common = Array.from({ length: before.length + 1 }, () => Array.from({ length: after.length + 1 }, () => 0))
  const at = (row: number, column: number): number => common[row]?.[column] ?? 0
  for (let row = before.length - 1; row >= 0; row--) {
    for (let column = after.length - 1; column >= 0; column--) {
      const same = before[row] === after[column]
      const best = same ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1))
      const cells = common[row]
      if (cells) cells[column] = best
    }
  }
  const lines: Line[] = []
  let [row, column] = [0, 0]
  while (row < before.length || column < after.length) {
    const [old, now] = [before[row], after[column]]
    if (old !== undefined && old === now) {
      lines.push({ mark: " ", text: old })
      row++
      column++
    } else if (old !== undefined && (now === undefined || at(row + 1, column) >= at(row, column + 1))) {
      lines.push({ mark: "-", text: old })
      row++
    } else {
      lines.push({ mark: "+", text: now ?? "" })
      column++
    }
  }
  return lines
}

/** Stretches of changed lines with what stands around them; those that touch are one. */
function findHunks(lines: readonly Line[]): readonly (readonly [start: number, end: number])[] {
  const hunks: [number, number][] = []
  for (const [index, { mark }] of lines.entries()) {
    if (mark === " ") continue
    const [start, end] = [Math.max(0, index - context), Math.min(lines.length, index + context + 1)]
    const last = hunks.at(-1)
    if (last && start <= last[1]) last[1] = end
    else hunks.push([start, end])
  }
  return hunks
}

function formatHunk(lines: readonly Line[], start: number, end: number): readonly string[] {
  const range = (side: "-" | "+"): string => {
    const count = (part: readonly Line[]): number => part.filter(({ mark }) => mark === " " || mark === side).length
    const length = count(lines.slice(start, end))
    const before = count(lines.slice(0, start))
    return `${length === 0 ? before : before + 1},${length}`
  }
  return [`@@ -${range("-")} +${range("+")} @@`, ...lines.slice(start, end).map(({ mark, text }) => mark + text)]
}
