import { escapeControls } from "../diagnostics/quote-text.ts"

/** A name or value of a manifest in a sentence. What could reach a terminal as a command is escaped. */
export function mark(text: string): string {
  return `\`${escapeControls(text.replaceAll("`", "'"))}\``
}

/** Several, as a person lists them. */
export function markAll(texts: readonly string[]): string {
  return texts.map(mark).join(", ")
}
