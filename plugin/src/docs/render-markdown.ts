import type { ApiDocument, Block, Inline } from "./document.ts"
import { encodeCodeSpan, encodeLinkText, encodeMarkdown } from "./encode-markdown.ts"

/** A document as GitHub Flavored Markdown. */
export function renderMarkdown({ blocks }: ApiDocument): string {
  return `${blocks.map(renderBlock).join("\n\n")}\n`
}

function renderBlock(block: Block): string {
  switch (block.kind) {
    case "heading": {
      const text = block.isCode ? encodeCodeSpan(block.text) : encodeMarkdown(block.text)
      return `<a id="${block.id}"></a>\n\n${"#".repeat(block.level)} ${text}`
    }
    case "paragraph":
      return renderInline(block.content)
    case "list":
      return block.items.map((item) => `- ${renderInline(item)}`).join("\n")
    case "table":
      return [
        renderRow(block.head.map((text) => [text])),
        `|${" --- |".repeat(block.head.length)}`,
        ...block.rows.map(renderRow),
      ].join("\n")
  }
}

function renderRow(cells: readonly (readonly Inline[])[]): string {
  return `|${cells.map((cell) => ` ${renderInline(cell, true)} |`).join("")}`
}

function renderInline(content: readonly Inline[], isInTable = false): string {
  return content
    .map((part) => {
      if (typeof part === "string") return spaced(part, encodeMarkdown(part))
      if ("code" in part) return encodeCodeSpan(part.code, isInTable)
      return `[${encodeLinkText(part.text)}](#${part.to})`
    })
    .join("")
}

/** Text between two other parts keeps the spaces at its ends. */
function spaced(text: string, encoded: string): string {
  return `${/^\s/.test(text) ? " " : ""}${encoded}${/\S\s+$/.test(text) ? " " : ""}`
}
