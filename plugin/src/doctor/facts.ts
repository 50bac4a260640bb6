/** What a check-up looks at. Paths are relative to the folder that is checked. */
export interface DoctorFacts {
  /** `20.20.2`. */
  readonly node: string
  /** Version of this package. */
  readonly plugin: string
  /** Every copy of the runtime that something below the folder or above it finds, by path. */
  readonly runtimes: readonly { readonly path: string; readonly version: string }[]
  /** Installed versions of TypeScript and of bundlers, by package. */
  readonly packages: Readonly<Record<string, string>>
  readonly manifests: readonly ManifestFacts[]
}

export interface ManifestFacts {
  readonly path: string
  readonly errors: number
  /** Whether a `tsconfig.json` says how TypeScript is to read it, or it needs none. */
  readonly isConfigured: boolean
  /** What keeps TypeScript from its declarations. */
  readonly typescript?: { readonly why: string; readonly fix: string }
  /** Where its declarations go. */
  readonly declarations: string
  /** Whether git ignores the declarations; absent where there is no git. */
  readonly isIgnored?: boolean
}
