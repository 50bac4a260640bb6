import { Command, CommanderError } from "commander"
import { version } from "../version.ts"
import { CliError } from "./cli-error.ts"
import type { CliHost } from "./cli-host.ts"
import type { CommandAdder } from "./command-adder.ts"
import { addBillingCommands } from "./commands/billing.ts"
import { addCheckpointCommands } from "./commands/checkpoint.ts"
import { addCompletionCommand } from "./commands/completion.ts"
import { addLocalServiceCommand, localServiceName } from "./commands/local-service.ts"
import { addRunCommands } from "./commands/run.ts"
import { addSampleCommand } from "./commands/sample.ts"
import { addSessionCommands } from "./commands/session.ts"
import { addVersionCommand } from "./commands/version.ts"
import { exitCode } from "./exit-code.ts"
import { explainError } from "./explain-error.ts"
import { addGlobalOptions } from "./global-options.ts"
import { ReaderLeft } from "./terminal.ts"

/** In the order of `--help`. */
const commands: readonly CommandAdder[] = [
  addRunCommands,
  addCheckpointCommands,
  addSampleCommand,
  addSessionCommands,
  addBillingCommands,
  addLocalServiceCommand,
  addCompletionCommand,
  addVersionCommand,
]

/** Runs the command line and resolves to one of `exitCode`, or to what the local service ended with. */
export async function runCli(args: readonly string[], host: CliHost): Promise<number> {
  const { terminal } = host
  const [first, ...rest] = args
  // It has options of its own, which are none of this program's.
  if (first === localServiceName) return host.localService(rest)
  let code: number = exitCode.done
  const program = createProgram(host, (ended) => (code = ended))
  try {
    await program.parseAsync(inTodaysWords(args), { from: "user" })
    return terminal.signal.aborted ? stoppedBy(terminal.signal) : code
  } catch (error) {
    terminal.progress(undefined)
    if (terminal.signal.aborted) return stoppedBy(terminal.signal)
    // Commander has told its own.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.done : exitCode.usage
    const [message, ...more] = explainError(error)
    const label = terminal.errColor ? "\u001b[31mError:\u001b[0m" : "Error:"
    terminal.err([`${label} ${message}`, ...more].join("\n"))
    return error instanceof CliError ? error.exitCode : exitCode.failed
  }
}

/** The program with all its commands, for whoever wants to look at them, too. */
export function createProgram(host: CliHost, exit: (code: number) => void): Command {
  const { terminal } = host
  const program = new Command("tinkex")
    .description("Manage training runs and checkpoints of the Tinker service, and sample from them.")
    .version(`tinkex ${version}`, "-V, --version", "print the version")
    .helpOption("-h, --help", "say what a command does and takes")
    .helpCommand("help [command]", "the same as --help")
    .exitOverride()
    .showHelpAfterError("`--help` behind a command says what it takes.")
    .configureHelp({ showGlobalOptions: true, helpWidth: terminal.columns ?? 100 })
    .configureOutput({
      writeOut: (text) => terminal.out(text.trimEnd()),
      writeErr: (text) => terminal.err(text.trimEnd()),
      // What stands behind the sign of equality may be a secret.
      outputError: (text, write) =>
        write(text.replace(/^error: /, "Error: ").replace(/^(Error: unknown option '[^'=]*)=.*'$/m, "$1'")),
    })
  addGlobalOptions(program)
  for (const add of commands) add(program, host, exit)
  return program
}

function stoppedBy({ reason }: AbortSignal): number {
  return reason instanceof ReaderLeft ? exitCode.done : exitCode.interrupted
}

/** The original command line samples with `run`, and saves with `checkpoint`, where no further command is named. */
function inTodaysWords(args: readonly string[]): string[] {
  const [first = "", second = "", ...rest] = args
  const isOwn = second.startsWith("--") && !["--help", "--format", "--json", "--no-header"].includes(second)
  if (first === "run" && isOwn) return ["sample", second, ...rest]
  if (first === "checkpoint" && isOwn) return ["checkpoint", "save", second, ...rest]
  return [...args]
}
