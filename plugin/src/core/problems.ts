import type { UnpluginMessage } from "unplugin"
import { formatDiagnostic, type Diagnostic } from "../diagnostics/index.ts"
import { codeFrame } from "../diagnostics/code-frame.ts"

/** Rollup-like hosts print a message's place before it and its frame after it. */
export type HostMessage = UnpluginMessage & { readonly frame?: string }

/**
 * All problems of a manifest as the one message that a host takes. Its place is the first problem's; a frame that the host
 * prints is the last one's, because it comes after the text. A fresh object for each call: hosts write into it.
 */
export function describeProblems(
  diagnostics: readonly Diagnostic[],
  source: { readonly file: string; readonly text: string; readonly framed: boolean },
): HostMessage {
  const [first] = diagnostics
  const last = diagnostics.at(-1)
  if (!first || !last) return { message: `There is no such part of ${source.file}.`, id: source.file }
  const { line, column } = first.range.start
  const texts = diagnostics.map((diagnostic) =>
    formatDiagnostic(diagnostic, source.framed && diagnostic === last ? undefined : source.text),
  )
  return {
    message: texts.join("\n\n"),
    id: source.file,
    loc: { file: source.framed ? source.file : first.file, line, column: column - 1 },
    ...(source.framed && { frame: codeFrame(source.text, last.range) }),
  }
}
