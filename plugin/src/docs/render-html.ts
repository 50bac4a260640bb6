import type { ApiDocument, Block, Inline } from "./document.ts"
import { encodeHtml } from "./encode-html.ts"
import { pageStyle } from "./page-style.ts"

type Heading = Extract<Block, { kind: "heading" }>

/** Nothing is fetched and nothing runs, whatever the text says. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

/** A document as one static page, with a table of contents. */
export function renderHtml({ title, blocks }: ApiDocument): string {
  const headings = blocks.filter((block): block is Heading => block.kind === "heading")
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="unplugin-pristine">
<title>${encodeHtml(title)}</title>
<style>
${pageStyle}
</style>
</head>
<body>
<nav aria-label="Contents">
<ul>
${headings.map(renderEntry).join("\n")}
</ul>
</nav>
<main>
${blocks.map(renderBlock).join("\n")}
</main>
</body>
</html>
`
}

function renderEntry({ id, level, text }: Heading): string {
  return `<li class="level-${level}"><a href="#${encodeHtml(id)}">${encodeHtml(text.replace(/^api\./, ""))}</a></li>`
}

function renderBlock(block: Block): string {
  switch (block.kind) {
    case "heading": {
      const text = block.isCode ? `<code>${encodeHtml(block.text)}</code>` : encodeHtml(block.text)
      return `<h${block.level} id="${encodeHtml(block.id)}">${text}</h${block.level}>`
    }
    case "paragraph":
      return `<p>${renderInline(block.content)}</p>`
    case "list":
      return `<ul>\n${block.items.map((item) => `<li>${renderInline(item)}</li>`).join("\n")}\n</ul>`
    case "table":
      return [
        '<div class="table"><table>',
        `<thead><tr>${block.head.map((text) => `<th scope="col">${encodeHtml(text)}</th>`).join("")}</tr></thead>`,
        `<tbody>\n${block.rows.map(renderRow).join("\n")}\n</tbody>`,
        "</table></div>",
      ].join("\n")
  }
}

function renderRow(cells: readonly (readonly Inline[])[]): string {
  return `<tr>${cells.map((cell) => `<td>${renderInline(cell)}</td>`).join("")}</tr>`
}

function renderInline(content: readonly Inline[]): string {
  return content
    .map((part) => {
      if (typeof part === "string") return encodeHtml(part)
      if ("code" in part) return `<code>${encodeHtml(part.code)}</code>`
      return `<a href="#${encodeHtml(part.to)}">${encodeHtml(part.text)}</a>`
    })
    .join("")
}
