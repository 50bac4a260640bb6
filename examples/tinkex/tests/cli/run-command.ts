import { VirtualClock } from "pristine-runtime/testing"
import type { CliHost } from "../../src/cli/cli-host.ts"
import { runCli } from "../../src/cli/run-cli.ts"
import type { Terminal } from "../../src/cli/terminal.ts"
import type { ServiceClientOptions } from "../../src/clients/service-client.ts"

/** What a command that ended said. */
export interface CliResult {
  readonly code: number
  readonly out: string
  readonly err: string
  readonly progress: readonly string[]
}

export interface CliSituation extends Partial<Omit<Terminal, "env" | "out" | "err" | "progress">> {
  readonly env?: Readonly<Record<string, string>>
  readonly service?: ServiceClientOptions
  /** Time of day. Default: the beginning of 2026. */
  readonly now?: number
  readonly localService?: CliHost["localService"]
  readonly onProgress?: (text: string) => void
}

/** Runs the command line to its end, in a pipe unless the situation says otherwise. */
export async function runCommand(args: readonly string[], situation: CliSituation = {}): Promise<CliResult> {
  const out: string[] = []
  const err: string[] = []
  const progress: string[] = []
  const { env = {}, service, now, localService, onProgress, ...terminal } = situation
  const code = await runCli(args, {
    terminal: {
      cwd: "/nowhere",
      outColor: false,
      errColor: false,
      input: () => Promise.reject(new Error("Nothing is handed over")),
      signal: new AbortController().signal,
      ...terminal,
      env: (name) => env[name],
      out: (text) => void out.push(text),
      err: (text) => void err.push(text),
      progress: (text) => {
        if (text !== undefined) progress.push(text)
        if (text !== undefined) onProgress?.(text)
      },
    },
    clock: new VirtualClock(now === undefined ? {} : { wallTime: now }),
    ...(service && { service }),
    localService: localService ?? (() => Promise.reject(new Error("Not here"))),
  })
  return { code, out: out.join("\n"), err: err.join("\n"), progress }
}
