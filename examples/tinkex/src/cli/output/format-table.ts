import { fitWidths, gap, lineWidth } from "./fit-widths.ts"
import { printable } from "./printable.ts"
import { longestPiece, wrapCell } from "./wrap-cell.ts"

/** Rows under headings. */
export interface Table {
  readonly headings: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** Headings of columns with what a person copies, such as a path: it is never broken. */
  readonly whole?: readonly string[]
}

/** A row's cells with the room that they have. */
interface Column {
  readonly cells: readonly string[]
  readonly isWhole: boolean
  readonly wanted: number
  /** Where words and parts of names stay together. */
  readonly readable: number
}

const narrowest = 6
const indent = "  "

/**
 * Columns side by side in lines of so many characters. What does not fit goes on below, between words where that is
 * possible; a column that must stay whole gets lines of its own where there is no room beside it. Nothing is lost.
 */
export function formatTable(table: Table, columns: number, bold: (text: string) => string, header = true): string {
  const [head = [], ...body] = linesOf(columnsOf(table), columns)
  return [...(header ? head.map(bold) : []), ...body.flat()].join("\n")
}

/** The same for programs: a line a row, a tab between two cells; a line with the headings before them unless unwanted. */
export function formatPlain({ headings, rows }: Table, header = true): string {
  return [...(header ? [headings] : []), ...rows].map((row) => row.map(printable).join("\t")).join("\n")
}

function columnsOf({ headings, rows, whole = [] }: Table): readonly Column[] {
  return headings.map((heading, index) => {
    const cells = [heading, ...rows.map((row) => row[index] ?? "")].map(printable)
    const wanted = Math.max(...cells.map((cell) => Array.from(cell).length))
    const isWhole = whole.includes(heading)
    const readable = Math.max(Math.min(wanted, narrowest), ...cells.map(longestPiece))
    return { cells, isWhole, wanted, readable: isWhole ? wanted : readable }
  })
}

/** The lines of each row. Whole columns for which there is no room get lines of their own, the widest first. */
function linesOf(all: readonly Column[], columns: number): readonly (readonly string[])[] {
  const apart = new Set<Column>()
  const side = (): readonly Column[] => all.filter((column) => !apart.has(column))
  const whole = all.filter(({ isWhole }) => isWhole).sort((left, right) => right.wanted - left.wanted)
  // Below the line of a first column the others are indented.
  const room = (): number => columns - (all[0] && apart.has(all[0]) ? indent.length : 0)
  for (const column of all.length > 1 ? whole : [])
    if (lineWidth(side().map(({ readable }) => readable)) > room()) apart.add(column)
  const between = sideBySide(side(), room())
  return rowsOf(all).map((_, row) => {
    const lines = all.map((column) => ({ column, text: column.cells[row] ?? "" }))
    const [first, ...rest] = lines.filter(({ column }) => apart.has(column))
    const leads = first !== undefined && first.column === all[0]
    return [
      ...(leads ? [first.text] : []),
      ...(between[row] ?? []).map((line) => (leads ? indent : "") + line),
      ...(leads || first === undefined ? rest : [first, ...rest]).map(({ text }) => indent + text),
    ]
  })
}

function sideBySide(shown: readonly Column[], columns: number): readonly (readonly string[])[] {
  const readable = shown.map((column) => column.readable)
  const tight = shown.map(({ isWhole, wanted }) => (isWhole ? wanted : Math.min(wanted, narrowest)))
  const wanted = shown.map((column) => column.wanted)
  const widths = fitWidths(wanted, lineWidth(readable) <= columns ? readable : tight, columns)
  return rowsOf(shown).map((row) => formatRow(row, widths))
}

function rowsOf(all: readonly Column[]): readonly (readonly string[])[] {
  return (all[0]?.cells ?? []).map((_, row) => all.map(({ cells }) => cells[row] ?? ""))
}

function formatRow(row: readonly string[], widths: readonly number[]): readonly string[] {
  const wrapped = row.map((cell, column) => wrapCell(cell, Math.max(1, widths[column] ?? 0)))
  const height = Math.max(1, ...wrapped.map((lines) => lines.length))
  return Array.from({ length: height }, (_, line) => {
    const pieces = wrapped.map((lines, column) => {
      const text = lines[line] ?? ""
      return text + " ".repeat(Math.max(0, (widths[column] ?? 0) - Array.from(text).length))
    })
    return pieces.join(" ".repeat(gap)).trimEnd()
  })
}
