import type { UnpluginMessage } from "unplugin"
import { formatDiagnostic, type Diagnostic } from "../diagnostics/index.ts"
import { codeFrame } from "../diagnostics/code-frame.ts"

/** Rollup-like hosts print a message's place and frame themselves. */
export type HostMessage = UnpluginMessage & { readonly frame?: string }

/**
 * All problems of a manifest as the one message that a host takes. Its place is the first problem's. A fresh object for
 * each call: hosts write into it.
 */
export function describeProblems(
  diagnostics: readonly Diagnostic[],
  source: { readonly file: string; readonly text: string; readonly framed: boolean },
): HostMessage {
  const [first] = diagnostics
  if (!first) return { message: `There is no such part of ${source.file}.`, id: source.file }
  const { line, column } = first.range.start
  const texts = diagnostics.map((diagnostic) =>
    formatDiagnostic(diagnostic, source.framed && diagnostic === first ? undefined : source.text),
  )
  return {
    message: texts.join("\n\n"),
    id: source.file,
    loc: { file: source.framed ? source.file : first.file, line, column: column - 1 },
    ...(source.framed && { frame: codeFrame(source.text, first.range) }),
  }
}
