import type { Terminal } from "../terminal.ts"
import { formatPlain, formatTable, type Table } from "./format-table.ts"
import { printable } from "./printable.ts"

export type OutputFormat = "table" | "json"

/** What a command found, for people and for programs. */
export interface Output {
  /** Stands above the rest. */
  readonly title?: string
  readonly table?: Table
  /** Names and values, one a line. */
  readonly facts?: readonly (readonly [name: string, value: string])[]
  /** Lines as they are. */
  readonly lines?: readonly string[]
  readonly json: unknown
}

/** How a command prints its result. */
export interface PrintOptions {
  readonly format: OutputFormat
  /** Whether a table in a pipe begins with its headings. */
  readonly header: boolean
}

/** Prints a result: as JSON, as a table fitted to the terminal, or, into a pipe, as plain lines with the title beside it. */
export function printOutput(output: Output, { format, header }: PrintOptions, terminal: Terminal): void {
  if (format === "json") {
    terminal.out(JSON.stringify(output.json, undefined, 2))
    return
  }
  const { title, table, facts, lines = [] } = output
  const bold = (text: string): string => (terminal.outColor ? `\u001b[1m${text}\u001b[0m` : text)
  if (title !== undefined) {
    if (terminal.columns === undefined) terminal.err(printable(title))
    else terminal.out(bold(printable(title)))
  }
  if (table && table.rows.length > 0)
    terminal.out(
      terminal.columns === undefined ? formatPlain(table, header) : formatTable(table, terminal.columns, bold, header),
    )
  if (facts) terminal.out(formatFacts(facts, terminal.columns !== undefined))
  if (lines.length > 0) terminal.out(lines.map(printable).join("\n"))
}

function formatFacts(facts: NonNullable<Output["facts"]>, aligned: boolean): string {
  const width = aligned ? Math.max(...facts.map(([name]) => name.length)) + 2 : 0
  return facts.map(([name, value]) => `${`${name}:`.padEnd(width)} ${printable(value)}`.trimEnd()).join("\n")
}
