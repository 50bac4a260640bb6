import { fitWidths, gap } from "./fit-widths.ts"
import { printable } from "./printable.ts"

/** Rows under headings. */
export interface Table {
  readonly headings: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** Columns side by side in lines of so many characters. What does not fit goes on below, so that nothing is lost. */
export function formatTable({ headings, rows }: Table, columns: number, bold: (text: string) => string): string {
  const cells = [headings, ...rows].map((row) => row.map((cell) => Array.from(printable(cell))))
  const wanted = headings.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)))
  const widths = fitWidths(wanted, columns)
  const [head = [], ...body] = cells.map((row) => formatRow(row, widths))
  return [...head.map(bold), ...body.flat()].join("\n")
}

/** The same for programs: a line a row, a tab between two cells. */
export function formatPlain({ headings, rows }: Table): string {
  return [headings, ...rows].map((row) => row.map(printable).join("\t")).join("\n")
}

function formatRow(row: readonly (readonly string[])[], widths: readonly number[]): readonly string[] {
  const height = Math.max(1, ...row.map((cell, column) => Math.ceil(cell.length / (widths[column] ?? 1))))
  return Array.from({ length: height }, (_, line) => {
    const pieces = row.map((cell, column) => {
      const width = widths[column] ?? 0
      return cell
        .slice(line * width, (line + 1) * width)
        .join("")
        .concat(" ".repeat(Math.max(0, Math.min(width, (line + 1) * width - cell.length))))
    })
    return pieces.join(" ".repeat(gap)).trimEnd()
  })
}
