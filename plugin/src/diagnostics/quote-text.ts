/** Longest piece of a manifest that a message repeats, in characters. */
const longest = 120

/**
 * Text of a manifest as it may stand in a message or a terminal: in double quotes, with control characters, line
 * separators and the characters that reorder or hide text written as `\u` escapes, cut after 120 characters.
 */
export function quoteText(text: string): string {
  return `"${escapeControls(cut(text)).replaceAll('"', '\\"')}"`
}

/** The same without quotes and cutting: for the lines of a code frame. */
export function escapeControls(text: string): string {
  return text.replaceAll(
    /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  )
}

/** Any value of a manifest as JSON, for a message. */
export function quoteValue(value: unknown): string {
  return typeof value === "string" ? quoteText(value) : escapeControls(cut(JSON.stringify(value)))
}

function cut(text: string): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text
}
