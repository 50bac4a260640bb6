/** What a command needs of the process it runs in. */
export interface Terminal {
  /** Folder that paths are relative to. */
  readonly cwd: string
  /** Reads an environment variable; an empty one counts as unset. */
  readonly env: (name: string) => string | undefined
  /** Characters in a line of what `out` prints on; absent where that is no terminal. */
  readonly columns?: number
  /** Colours in what goes to `out`. */
  readonly outColor: boolean
  /** Colours in what goes to `err`. */
  readonly errColor: boolean
  /** Prints results. */
  readonly out: (text: string) => void
  /** Prints everything else. */
  readonly err: (text: string) => void
  /** Says what is being done, on a line that the next text takes the place of. Silent where nobody looks. */
  readonly progress: (text: string | undefined) => void
  /** Asks a person and resolves to the answer. Absent where there is nobody to ask. */
  readonly ask?: (question: string) => Promise<string>
  /** Reads all that is handed to the standard input, as text. */
  readonly input: () => Promise<string>
  /** Ends the command. */
  readonly signal: AbortSignal
}

/** Why a command is ended: nobody reads what it prints any more. */
export class ReaderLeft extends Error {
  constructor() {
    super("The reader of the output has left")
    this.name = "ReaderLeft"
  }
}
