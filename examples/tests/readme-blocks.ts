import { readFile } from "node:fs/promises"

/** A fenced block of a Markdown file whose info string names a file: ` ```ts src/main.ts `. */
export interface ReadmeBlock {
  readonly language: string
  readonly file: string
  readonly code: string
}

const fence = /^```(?<language>\w+) (?<file>\S+)\n(?<code>[\s\S]*?)^```$/gm

export async function readmeBlocks(url: URL): Promise<readonly ReadmeBlock[]> {
  const text = await readFile(url, "utf8")
  return [...text.matchAll(fence)].map(({ groups }) => {
    const { language = "", file = "", code = "" } = groups ?? {}
    return { language, file, code }
  })
}
