import type { Pointer } from "../model/source.ts"
import { catalogue, type DiagnosticCode, type DiagnosticParams } from "./catalogue.ts"
import type { Diagnostic } from "./diagnostic.ts"
import type { Range } from "./position.ts"

/** Which half of a member a finding is about. */
export type Side = "key" | "value"

/** Looks a place up; called only when there is something to say. */
export type Locate = (pointer: Pointer, side: Side) => Range

/** Collects what is wrong with one manifest. Nothing is thrown, so that one run tells everything. */
export interface Report {
  /** Notes a problem. The same problem at the same place is kept once. */
  add<Code extends DiagnosticCode>(code: Code, at: Pointer, params: DiagnosticParams[Code], side?: Side): void
  readonly hasErrors: boolean
  /** Everything noted, in the order of the text. */
  diagnostics(file: string, locate: Locate): readonly Diagnostic[]
}

interface Finding {
  readonly code: DiagnosticCode
  readonly severity: Diagnostic["severity"]
  readonly pointer: Pointer
  readonly side: Side
  readonly message: string
  readonly fix: string
}

/** Starts an empty report. */
export function createReport(): Report {
  const findings = new Map<string, Finding>()
  let errors = 0
  return {
    add(code, pointer, params, side = "value") {
      const { severity, why, fix } = catalogue[code]
      const finding = { code, severity, pointer, side, message: why(params), fix: fix(params) }
      const identity = JSON.stringify([code, pointer, side, finding.message])
      if (findings.has(identity)) return
      findings.set(identity, finding)
      if (severity === "error") errors++
    },
    get hasErrors() {
      return errors > 0
    },
    diagnostics(file, locate) {
      return [...findings.values()]
        .map(({ side, ...finding }) => ({ ...finding, file, range: locate(finding.pointer, side) }))
        .sort((a, b) => a.range.start.offset - b.range.start.offset)
    },
  }
}
