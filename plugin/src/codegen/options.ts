import type { Pointer } from "../model/source.ts"

/** A virtual module: `root`, `operations`, `resource:<path>` (dotted, empty for the root), `schemas`, `codecs`, `service`. */
export type Part = "root" | "operations" | "schemas" | "codecs" | "service" | `resource:${string}`

export interface GenerateOptions {
  /** Import specifier of another part. */
  readonly importId: (part: Part) => string
  /** Import specifier of a module that the manifest names. Default: as it is there, relative to the manifest. */
  readonly codeId?: (specifier: string) => string
  /** File name of the manifest, for comments and source maps. */
  readonly manifest: string
  /** `false`: operations check nothing and link no schema. */
  readonly validate: boolean
  /** `false`: operations name no retry policy and the service links no retry engine. */
  readonly retry: boolean
  /** `false`: a call without a client is an error. */
  readonly defaultClient: boolean
  /** `true`: operations say what a mock is to answer. Absent: `false`. */
  readonly mock?: boolean
  /** Where something stands in the manifest; lines from 1, columns from 0. Absent: no source map. */
  readonly positions?: (pointer: Pointer) => Position | undefined
  /**
   * `false`: the root imports its default export before it exports it, for a host that takes `export * as default from` for
   * a variable named `default`. Absent: `true`.
   */
  readonly reexportsDefault?: boolean
  /** A root for one importer: the `api.…` chains that it uses, those of named imports behind `"*"`. Absent: everything. */
  readonly only?: readonly (readonly string[])[]
}

export interface Position {
  readonly line: number
  readonly column: number
}

/** A generated module. */
export interface GeneratedModule {
  readonly code: string
  /** Code of each exported constant, by name and without its comment. */
  readonly constants: ReadonlyMap<string, string>
  readonly map?: SourceMap
}

/** Source map, version 3. */
export interface SourceMap {
  readonly version: 3
  readonly file?: string | null
  readonly names: readonly string[]
  readonly sources: readonly (string | null)[]
  readonly sourcesContent?: readonly (string | null)[]
  readonly mappings: string
}
