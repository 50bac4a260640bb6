import { encodeComment } from "../codegen/encode/comment.ts"

/** Facts that a comment of a declaration can state. */
export interface Doc {
  readonly description?: string | undefined
  /** A paragraph of its own after the description. */
  readonly note?: string | undefined
  readonly default?: unknown
  readonly examples?: readonly unknown[] | undefined
  readonly deprecated?: boolean | undefined
}

/** The lines of a JSDoc comment, without indentation; empty when there is nothing to say. */
export function formatDocComment(doc: Doc): readonly string[] {
  const lines = formatLines(doc)
  if (lines.length === 0) return []
  if (lines.length === 1) return [`/** ${lines[0] ?? ""} */`]
  return ["/**", ...lines.map((line) => (line === "" ? " *" : ` * ${line}`)), " */"]
}

/** The same without the slashes, for a printer that adds them. */
export function formatCommentBody(doc: Doc): string | undefined {
  const text = formatDocComment(doc).join("\n")
  return text === "" ? undefined : text.slice(2, -2)
}

function formatLines(doc: Doc): string[] {
  const description = encodeComment(doc.description ?? "")
  const note = encodeComment(doc.note ?? "")
  return [
    ...description,
    ...(description.length > 0 && note.length > 0 ? ["", ...note] : note),
    ...(doc.default === undefined ? [] : [`@default ${encodeValue(doc.default)}`]),
    ...(doc.examples ?? []).map((example) => `@example ${encodeValue(example)}`),
    ...(doc.deprecated === true ? ["@deprecated"] : []),
  ]
}

/** JSON on one line; long values are cut, because a hover is not a document. */
function encodeValue(value: unknown): string {
  const text = JSON.stringify(value)
  return encodeComment(text.length > 120 ? `${text.slice(0, 117)}...` : text).join(" ")
}
