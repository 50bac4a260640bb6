import type { Diagnostic } from "../diagnostics/index.ts"
import type { LoadedModule, ReadManifest } from "./generation.ts"

/** A module with the manifest that it is made from; no module where the manifest has errors. */
export interface Loaded {
  readonly manifest: ReadManifest
  readonly module: LoadedModule | undefined
  /** Warnings to tell with it: none where another module of the manifest tells them. */
  readonly warnings: readonly Diagnostic[]
  /** Another module of the manifest tells its errors, too. */
  readonly isRepeated: boolean
}
