/** What the command line says to the shell. The numbers are permanent: scripts read them. */
export const exitCode = {
  /** Done, or a person said no. */
  done: 0,
  /** The service, the network or a file stood against it; of several checkpoints, against some. */
  failed: 1,
  /** The command line itself is wrong, or asks for a confirmation where nobody can give one. */
  usage: 2,
  /** Stopped, with Ctrl-C or otherwise. */
  interrupted: 130,
} as const
