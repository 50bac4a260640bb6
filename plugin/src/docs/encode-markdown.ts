import { escapeControls } from "../diagnostics/quote-text.ts"

/**
 * Any text as Markdown that shows exactly it, on one line: no markup, no HTML, no link comes of it, within a table neither.
 *
 * @see CommonMark 0.31, section 2.4: a backslash takes the meaning from any ASCII punctuation
 */
export function encodeMarkdown(text: string): string {
  return (
    oneLine(text)
      .replaceAll(/[\\`*_[\]<>&|~$]/g, String.raw`\$&`)
      // Marks that mean something at the start of a line alone.
      .replace(/^([#+=-])/, String.raw`\$1`)
      .replace(/^(\d+)([.)])/, String.raw`$1\$2`)
      // GitHub makes links of these by itself.
      .replaceAll(/:(?=\/\/)/g, String.raw`\:`)
      .replaceAll(/\bwww\./gi, (match) => match.replace(".", String.raw`\.`))
      .replaceAll("@", String.raw`\@`)
  )
}

/** Any text as the text of a link. Entities, because some parsers read what a backslash protects there a second time. */
export function encodeLinkText(text: string): string {
  return encodeMarkdown(text)
    .replaceAll(/(?<=\w)\\_(?=\w)/g, "_")
    .replaceAll(/\\([^a-zA-Z0-9\s])/g, (_, character: string) => `&#${character.charCodeAt(0)};`)
}

/**
 * Any text as a code span. In a table one with a column mark is an element, because a span has no way to hold a backslash
 * before a column mark.
 */
export function encodeCodeSpan(text: string, isInTable = false): string {
  const plain = oneLine(text)
  if (isInTable && plain.includes("|"))
    return `<code>${encodeMarkdown(plain).replaceAll(String.raw`\|`, "&#124;")}</code>`
  if (plain === "") return "` `"
  const longest = Math.max(0, ...[...plain.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = "`".repeat(longest + 1)
  const pad = plain.startsWith("`") || plain.endsWith("`") ? " " : ""
  return `${fence}${pad}${plain}${pad}${fence}`
}

/** White space counts for one space; what cannot be seen is written out. */
function oneLine(text: string): string {
  return escapeControls(text.replaceAll(/\s+/g, " ")).trim()
}
