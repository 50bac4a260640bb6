import type { UnpluginMessage } from "unplugin"
import { formatDiagnostic, type Diagnostic } from "../diagnostics/index.ts"

/** Rollup-like hosts print a message's place before it and its frame after it. */
export type HostMessage = UnpluginMessage & { readonly frame?: string }

/** Vite's dev server draws a frame where a message has none, and its overlay takes those out of the text where it has one. */
const noFrame = "\n"

/** All problems of a manifest as one text: the same that `check` prints. */
export function formatProblems(diagnostics: readonly Diagnostic[], text: string): string {
  return diagnostics.map((diagnostic) => formatDiagnostic(diagnostic, text)).join("\n\n")
}

/**
 * All problems of a manifest as the one message that a host takes, with the first one's place. A fresh object for each
 * call: hosts write into it.
 */
export function describeProblems(
  diagnostics: readonly Diagnostic[],
  source: { readonly file: string; readonly text: string; readonly framed: boolean },
): HostMessage {
  const [first] = diagnostics
  if (!first) return { message: `There is no such part of ${source.file}.`, id: source.file }
  const { line, column } = first.range.start
  return {
    message: formatProblems(diagnostics, source.text),
    id: source.file,
    loc: { file: source.framed ? source.file : first.file, line, column: column - 1 },
    ...(source.framed && { frame: noFrame }),
  }
}
