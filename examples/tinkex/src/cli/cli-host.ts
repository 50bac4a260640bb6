import type { Clock } from "pristine-runtime"
import type { ServiceClientOptions } from "../clients/service-client.ts"
import type { Terminal } from "./terminal.ts"

/** What the command line runs in: a process, or a test. */
export interface CliHost {
  readonly terminal: Terminal
  /** Time of day, for what is said about times. */
  readonly clock: Clock
  /** In place of what the environment says, for tests. */
  readonly service?: ServiceClientOptions
  /** Runs the local service with these arguments; resolves to its exit code. */
  localService(args: readonly string[]): Promise<number>
}
