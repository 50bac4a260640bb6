/** Text within a block: plain, as code, or leading to a heading of the same document. Nothing in it is markup yet. */
export type Inline = string | { readonly code: string } | { readonly text: string; readonly to: string }

/** A piece of a document. */
export type Block =
  | {
      readonly kind: "heading"
      readonly level: 1 | 2 | 3
      readonly id: string
      readonly text: string
      readonly isCode?: boolean
    }
  | { readonly kind: "paragraph"; readonly content: readonly Inline[] }
  | { readonly kind: "list"; readonly items: readonly (readonly Inline[])[] }
  | {
      readonly kind: "table"
      readonly head: readonly string[]
      readonly rows: readonly (readonly (readonly Inline[])[])[]
    }

/** The reference of an API, before it is written in a format. */
export interface ApiDocument {
  readonly title: string
  readonly blocks: readonly Block[]
}

/** Paragraphs of a text: line breaks within them count for spaces. */
export function paragraphs(text: string | undefined): readonly Block[] {
  if (text === undefined) return []
  return text
    .split(/\n\s*\n/)
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map((part) => ({ kind: "paragraph", content: [part] }))
}
