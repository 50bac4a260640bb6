import { codeFrame } from "./code-frame.ts"
import type { Diagnostic } from "./diagnostic.ts"
import { escapeControls } from "./quote-text.ts"

export interface FormatOptions {
  /** Uses the terminal's colours. Default false. */
  readonly color?: boolean
}

const ansi = { red: "\u001b[31m", yellow: "\u001b[33m", bold: "\u001b[1m", dim: "\u001b[2m", reset: "\u001b[0m" }

/**
 * A diagnostic as text for a terminal or a build log: place, code, message, code frame and fix. `source` is the text of
 * the manifest; without it the frame is left out.
 */
export function formatDiagnostic(diagnostic: Diagnostic, source?: string, options: FormatOptions = {}): string {
  const paint = (style: keyof typeof ansi, text: string) => (options.color ? ansi[style] + text + ansi.reset : text)
  const { line, column } = diagnostic.range.start
  const place = `${escapeControls(diagnostic.file)}:${line}:${column}`
  const severity = paint(diagnostic.severity === "error" ? "red" : "yellow", diagnostic.severity)
  const head = `${paint("bold", place)} ${severity} ${paint("dim", diagnostic.code)}`
  const frame = source === undefined ? [] : ["", codeFrame(source, diagnostic.range), ""]
  return [head, diagnostic.message, ...frame, diagnostic.fix].join("\n")
}
