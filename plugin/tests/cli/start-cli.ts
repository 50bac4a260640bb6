import { runCli } from "../../src/cli/run-cli.ts"
import type { Terminal } from "../../src/cli/terminal.ts"

/** Runs the command line in a folder; `waitFor` looks again whenever something was printed. */
export function start(args: readonly string[], cwd: string, changes: Partial<Terminal> = {}) {
  const out: string[] = []
  const err: string[] = []
  const progress: string[] = []
  const listeners = new Set<() => void>()
  const stop = new AbortController()
  const print = (lines: string[]) => (text: string) => {
    lines.push(text)
    for (const listener of listeners) listener()
  }
  const exit = runCli(args, {
    cwd,
    color: false,
    outColor: false,
    out: print(out),
    err: print(err),
    progress: (text) => {
      if (text !== undefined) progress.push(text)
    },
    whenStopped: () => stop.signal,
    ...changes,
  })
  // Whatever is waited for is done before it is printed.
  const waitFor = (happened: () => boolean | Promise<boolean>): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = async (): Promise<void> => {
        if (!(await happened())) return
        listeners.delete(listen)
        resolve()
      }
      const listen = (): void => void look().catch(reject)
      listeners.add(listen)
      listen()
    })
  return { out, err, progress, exit, stop, waitFor }
}

/** What a command that ended said. */
export interface CliResult {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Runs the command line to its end. */
export async function run(args: readonly string[], cwd: string, changes: Partial<Terminal> = {}): Promise<CliResult> {
  const { exit, out, err } = start(args, cwd, changes)
  return { code: await exit, out: out.join("\n"), err: err.join("\n") }
}
