import { spawn } from "node:child_process"
import type { PlatformContext } from "./platform-case.ts"
import type { CaseResult } from "./run-cases.ts"

export interface PlatformProcess {
  readonly command: string
  /** Up to and with the compiled cases. */
  readonly args: readonly string[]
  readonly context: PlatformContext
}

/** A hung platform is ended, and what it has not told by then has failed. */
const longestRunMs = 120_000

/**
 * Runs the compiled cases in a process of their own. A process that ends before all cases were run adds a failure that
 * shows what it printed.
 */
export function runProcess(
  { command, args, context }: PlatformProcess,
  tell: (result: CaseResult) => void = () => undefined,
): Promise<readonly CaseResult[]> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, PRISTINE_PLATFORM: context.platform, NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1" }
    const child = spawn(command, [...args, JSON.stringify(context)], {
      timeout: longestRunMs,
      killSignal: "SIGKILL",
      env,
    })
    const results: CaseResult[] = []
    let isDone = false
    let unread = ""
    let errors = ""
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      const lines = (unread + text).split("\n")
      unread = lines.pop() ?? ""
      for (const line of lines) {
        if (line === "done") isDone = true
        else {
          const result = JSON.parse(line) as CaseResult
          results.push(result)
          tell(result)
        }
      }
    })
    child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text))
    child.on("error", reject)
    child.on("close", (status, signal) => {
      if (!isDone || status !== 0) {
        const failure = `It ended with ${String(status ?? signal)} after ${results.length} cases\n${errors}`
        results.push({ name: "all cases run", failure })
      }
      resolve(results)
    })
  })
}
