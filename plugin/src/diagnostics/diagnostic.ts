import type { Pointer } from "../model/source.ts"
import type { DiagnosticCode } from "./catalogue.ts"
import type { Range } from "./position.ts"

/** One problem of a manifest, where it is and what to do about it. */
export interface Diagnostic {
  /** Permanent: never renamed, never reused. */
  readonly code: DiagnosticCode
  /** An error refuses the build; a warning does not. */
  readonly severity: "error" | "warning"
  /** What is wrong. Names out of the manifest are quoted and their control characters escaped. */
  readonly message: string
  /** What to do. */
  readonly fix: string
  /** As given to the loader. */
  readonly file: string
  /** The key or value that is meant. */
  readonly pointer: Pointer
  readonly range: Range
}
