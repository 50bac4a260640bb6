/** What one check found. */
export interface Finding {
  /** Permanent name of the check. */
  readonly check: "node" | "runtime" | "copies" | "bundler" | "typescript" | "manifests" | "tsconfig" | "gitignore"
  readonly status: "ok" | "warning" | "error"
  /** What was found. */
  readonly message: string
  /** What comes of it. */
  readonly why?: string
  /** What to do. */
  readonly fix?: string
}
