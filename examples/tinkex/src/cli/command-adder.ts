import type { Command } from "commander"
import type { CliHost } from "./cli-host.ts"

/** Adds a command to a program or a group. `exit` takes a code other than 0 that it ends with. */
export type CommandAdder = (parent: Command, host: CliHost, exit: (code: number) => void) => void
