/** What a command needs of the process it runs in. */
export interface Terminal {
  /** Folder that paths are relative to. */
  readonly cwd: string
  /** Colours in what goes to `err`. */
  readonly color: boolean
  /** Prints results. */
  readonly out: (text: string) => void
  /** Prints diagnostics and errors. */
  readonly err: (text: string) => void
  /** Ends a command that would run for ever. */
  readonly signal: AbortSignal
}
