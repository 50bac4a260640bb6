/**
 * The script of a file: all of it, or in a single-file component what its `<script>` elements hold, with everything else
 * blank, so that lines and columns stay.
 */
export function scriptText(file: string, text: string): string {
  if (!/\.(?:vue|svelte|astro)$/.test(file)) return text
  const scripts = [...text.matchAll(/(<script\b[^>]*>)([^]*?)<\/script\s*>/gi)]
  if (file.endsWith(".astro")) scripts.unshift(...text.matchAll(/^(---\r?\n)([^]*?)^---/gm))
  let result = ""
  for (const { index, 1: open = "", 2: code = "" } of scripts) {
    const start = index + open.length
    result += blank(text.slice(result.length, start)) + code
  }
  return result + blank(text.slice(result.length))
}

function blank(text: string): string {
  return text.replaceAll(/[^\r\n]/g, " ")
}
