import type { Command } from "commander"
import { closest } from "../diagnostics/closest.ts"

/** Refuses a command that there is not, where Commander would show the help of all: `help chek`, `chek --help`. */
export function refuseUnknownCommand(program: Command, args: readonly string[]): void {
  const name = args[0] === "help" ? args[1] : args[0]
  const names = program.commands.map((command) => command.name())
  if (name === undefined || name.startsWith("-") || name === "help" || names.includes(name)) return
  const meant = closest(name, names)
  const hint = meant === undefined ? "Run `unplugin-pristine --help` for all." : `(Did you mean ${meant}?)`
  program.error(`error: unknown command '${name}'\n${hint}`)
}
