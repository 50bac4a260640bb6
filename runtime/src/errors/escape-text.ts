// C0 and C1 controls, line separators, and the characters that reorder text on a terminal.
const unsafe = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g

/** Makes text of unknown origin safe for one line of a log: control and direction characters escaped, length limited. */
export function escapeText(text: string, limit: number): string {
  const head = text.length > limit ? text.slice(0, limit) : text
  const escaped = head.replace(unsafe, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`)
  return escaped.length > limit || text.length > limit ? `${escaped.slice(0, limit - 1)}…` : escaped
}
