/** What a command needs of the process it runs in. */
export interface Terminal {
  /** Folder that paths are relative to. */
  readonly cwd: string
  /** Colours in what goes to `err`. */
  readonly color: boolean
  /** Colours in what goes to `out`. */
  readonly outColor: boolean
  /** Prints results. */
  readonly out: (text: string) => void
  /** Prints diagnostics and errors. */
  readonly err: (text: string) => void
  /** Says what is being done, on a line that the next text takes the place of. Silent where nobody looks. */
  readonly progress: (text: string | undefined) => void
  /** Asks a person, and resolves to the answer; rejects with `Interrupted` on Ctrl-C. Absent where there is nobody to ask. */
  readonly ask?: (question: string) => Promise<string>
  /** Aborts to end a command that would run for ever. Asking for it keeps Ctrl-C from ending the process by itself. */
  readonly whenStopped: () => AbortSignal
}
