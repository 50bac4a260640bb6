import type { ImportGraph } from "../report/import-chain.ts"

/** What a host has linked, in the words that the plugin needs. */
export interface BuildOutput {
  /** Tells builds apart that one project makes of one program: an environment of Vite. */
  readonly name?: string
  /** Absolute folder that names of files are relative to. */
  readonly root: string
  /** It runs in browsers, as far as the host knows. */
  readonly browser: boolean
  /** Scripts that the build writes, minified where it minifies. Read only when something is asked of them. */
  readonly scripts: () => Promise<readonly OutputScript[]>
  /** Every file of the build with what imports it; generated modules count as their manifest. */
  readonly graph: ImportGraph
}

export interface OutputScript {
  readonly name: string
  readonly code: string
}
