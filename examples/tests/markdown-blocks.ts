import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { root } from "./workspace.ts"

/** A fenced block of a Markdown file. */
export interface MarkdownBlock {
  /** Of the file, from the repository's root. */
  readonly page: string
  readonly language: string
  /** Of the file that its info string names: ` ```ts src/main.ts `. */
  readonly file: string | undefined
  readonly code: string
  /** Of the page, its language and its number among the page's blocks of that language without a file: `docs/ports-ts-4`. */
  readonly name: string
}

const fence = /^```(?<language>\w*)(?: (?<file>\S+))?\n(?<code>[\s\S]*?)^```$/gm

/** All fenced blocks of a page. */
export async function markdownBlocks(page: string): Promise<readonly MarkdownBlock[]> {
  const text = await readFile(join(root, page), "utf8")
  const counts = new Map<string, number>()
  return [...text.matchAll(fence)].map(({ groups }) => {
    const { language = "", file, code = "" } = groups ?? {}
    const number = (counts.get(language) ?? 0) + 1
    if (file === undefined) counts.set(language, number)
    return { page, language, file, code, name: `${page.slice(0, -".md".length)}-${language}-${number}` }
  })
}
