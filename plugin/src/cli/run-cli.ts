import { Command, CommanderError, InvalidArgumentError } from "commander"
import { version } from "../core/version.ts"
import { addCheckCommand } from "./check-command.ts"
import { addDiffCommand } from "./diff-command.ts"
import { addDocsCommand } from "./docs-command.ts"
import { addDoctorCommand } from "./doctor-command.ts"
import { addExplainCommand } from "./explain-command.ts"
import { exitCode } from "./exit-code.ts"
import { addGenerateCommand } from "./generate-command.ts"
import { addInitCommand } from "./init-command.ts"
import { addOpenApiCommand } from "./openapi-command.ts"
import { addPrintCommand } from "./print-command.ts"
import { Interrupted } from "./interrupted.ts"
import type { Terminal } from "./terminal.ts"
import { describeError } from "./describe-error.ts"
import { refuseUnknownCommand } from "./refuse-unknown-command.ts"
import { requireFolder } from "./require-folder.ts"
import { addTypesCommand } from "./types-command.ts"

/** In the order of `--help`. */
const commands = [
  addInitCommand,
  addCheckCommand,
  addTypesCommand,
  addPrintCommand,
  addGenerateCommand,
  addOpenApiCommand,
  addDocsCommand,
  addDiffCommand,
  addDoctorCommand,
  addExplainCommand,
]

/** Runs the command line and returns one of `exitCode`. */
export async function runCli(args: readonly string[], terminal: Terminal): Promise<number> {
  let code: number = exitCode.done
  const program = new Command("unplugin-pristine")
    .description("Import an API description as a typed, validated, resilient client.")
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.out(text.trimEnd()),
      writeErr: (text) => terminal.err(text.trimEnd()),
    })
  program.hook("preAction", (_program, command) => requireFolder(command.opts()["cwd"], terminal.cwd))
  for (const add of commands) add(program, terminal, (ended) => (code = ended))
  try {
    refuseUnknownCommand(program, args)
    await program.parseAsync([...args], { from: "user" })
    return code
  } catch (error) {
    // Commander prints its own; what a command throws is printed here.
    if (error instanceof InvalidArgumentError) terminal.err(error.message)
    if (error instanceof Interrupted) return exitCode.interrupted
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.done : exitCode.usage
    terminal.err(describeError(error, terminal.cwd))
    return exitCode.failed
  }
}
