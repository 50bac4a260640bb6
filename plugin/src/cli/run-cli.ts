import { Command, CommanderError } from "commander"
import { version } from "../core/version.ts"
import { addOpenApiCommand } from "./openapi-command.ts"
import type { Terminal } from "./terminal.ts"
import { addTypesCommand } from "./types-command.ts"

/** Runs the command line and returns the exit code: 0, 1 for errors in manifests or stale files, 2 for wrong usage. */
export async function runCli(args: readonly string[], terminal: Terminal): Promise<number> {
  let code = 0
  const program = new Command("unplugin-pristine")
    .description("Import an API description as a typed, validated, resilient client.")
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.out(text.trimEnd()),
      writeErr: (text) => terminal.err(text.trimEnd()),
    })
  addTypesCommand(program, terminal, (exitCode) => (code = exitCode))
  addOpenApiCommand(program, terminal, (exitCode) => (code = exitCode))
  try {
    await program.parseAsync([...args], { from: "user" })
    return code
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    terminal.err(error instanceof Error ? error.message : String(error))
    return 1
  }
}
