import { escapeControls } from "./quote-text.ts"
import type { Range } from "./position.ts"

/** Lines shown above and below the one that is meant. */
const context = 1
/** Widest piece of a line that is shown: a manifest may be one long line. */
const width = 100

/** What stands where a line was cut. */
const ellipsis = "…"

/** The lines around a range with a mark under it, cut at both ends where they are long. Tabs are one space wide, control characters are escaped. */
export function codeFrame(source: string, range: Range): string {
  const lines = source.split(/\r\n|\n|\r/)
  const { line, column } = range.start
  const first = Math.max(1, line - context)
  const last = Math.min(lines.length, line + context)
  const gutter = String(last).length
  const from = Math.max(0, column - 1 - width / 2)
  const shown: string[] = []
  for (let number = first; number <= last; number++) {
    const text = lines[number - 1] ?? ""
    const label = `${number === line ? ">" : " "} ${String(number).padStart(gutter)} | `
    shown.push((label + cut(text, from)).trimEnd())
    if (number !== line) continue
    const until = range.end.line === line ? range.end.column : text.length + 1
    const lead = before(text, from).length + visible(text.slice(from, column - 1)).length
    const marked = visible(text.slice(column - 1, Math.min(until - 1, from + width))).length
    shown.push(`${" ".repeat(gutter + 2)} | ${" ".repeat(lead)}${"^".repeat(Math.max(1, marked))}`)
  }
  return shown.join("\n")
}

/** The line on which a range starts, cut at both of its ends, as it may stand in a terminal. */
export function quoteLine(
  source: string,
  { start, end }: Range,
): { readonly before: string; readonly marked: string; readonly after: string } {
  const text = source.split(/\r\n|\n|\r/)[start.line - 1] ?? ""
  const until = end.line === start.line ? end.column : text.length + 1
  return {
    before: visible(text.slice(0, start.column - 1)),
    marked: visible(text.slice(start.column - 1, until - 1)),
    after: visible(text.slice(until - 1)),
  }
}

/** The piece of a line that is shown, with an ellipsis at each end where text is missing. */
function cut(text: string, from: number): string {
  const after = text.length > from + width ? ellipsis : ""
  return before(text, from) + visible(text.slice(from, from + width)) + after
}

function before(text: string, from: number): string {
  return from > 0 && text !== "" ? ellipsis : ""
}

function visible(text: string): string {
  return escapeControls(text.replaceAll("\t", " "))
}
