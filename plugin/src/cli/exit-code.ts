/** What a command says to the shell. The numbers are permanent: scripts of continuous integration read them. */
export const exitCode = {
  /** Done; nothing is wrong. */
  done: 0,
  /** A manifest has errors, a file cannot be read or written, a declaration or a generated file is stale, a check failed. */
  failed: 1,
  /** The command line itself is wrong. */
  usage: 2,
  /** `diff` found changes of the level that it is to fail on. */
  changes: 3,
  /** `init` wrote nothing: nobody said yes. */
  nothingWritten: 4,
  /** Ctrl-C at a question, as shells count a process that an interrupt ended. */
  interrupted: 130,
} as const
