/** An option, or an argument of the command, that cannot be used. */
export class OptionError extends Error {
  override readonly name = "OptionError"
}
