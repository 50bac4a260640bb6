import type { LoadedModule, ReadManifest } from "./generation.ts"

/** A module with the manifest that it is made from; no module where the manifest has errors. */
export interface Loaded {
  readonly manifest: ReadManifest
  readonly module: LoadedModule | undefined
}
