/** An error of the system with the name of the file that was meant: the system leaves it out, or names a temporary file. */
export class FileError extends Error {
  override readonly name = "FileError"
  readonly path: string
  /** The system's, such as `EACCES`. */
  readonly code: string | undefined

  constructor(path: string, cause: unknown) {
    super(`${path}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
    this.path = path
    this.code = cause instanceof Error ? (cause as NodeJS.ErrnoException).code : undefined
  }
}
