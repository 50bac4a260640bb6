import { escapeControls } from "../diagnostics/quote-text.ts"

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
}

/** Any text as HTML that shows exactly it, in elements and in quoted attributes. What cannot be seen is written out. */
export function encodeHtml(text: string): string {
  return escapeControls(text.replaceAll(/\s+/g, " ")).replaceAll(/[&<>"']/g, (character) => entities[character] ?? "")
}
