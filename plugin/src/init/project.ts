/** A tool that runs plugins, and the entry of the plugin for it. */
export type Bundler = "vite" | "rollup" | "rolldown" | "esbuild" | "webpack" | "rspack" | "rsbuild" | "farm"

export type PackageManager = "npm" | "pnpm" | "yarn" | "bun"

/** A file of a project; paths are relative to its folder. */
export interface ProjectFile {
  readonly path: string
  readonly text: string
}

/** What `init` finds in a project. */
export interface Project {
  readonly packageManager: PackageManager
  /** All dependencies that its package.json names. */
  readonly dependencies: readonly string[]
  readonly bundler: Bundler | undefined
  /** The bundler's configuration, where there is one. */
  readonly config: ProjectFile | undefined
  /** Configurations of TypeScript that lack `allowArbitraryExtensions` where a manifest is, or will be. */
  readonly tsconfigs: readonly ProjectFile[]
  /** TypeScript resolves modules there as Node does. */
  readonly isNode: boolean
  readonly gitignore: ProjectFile | undefined
  readonly manifests: readonly string[]
  /** Sources lie in `src`. */
  readonly hasSources: boolean
}
