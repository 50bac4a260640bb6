import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { compileEntry } from "../../scripts/compile-entry.mjs"

/** A process that does not end is ended, which is a failure: far beyond what any takes on a machine that is busy. */
const longestRunMs = 60_000
/** For the test that waits for one. */
export const runLimitMs = 70_000

/** Compiles an entry and runs it in a process of its own, where `gc()` collects. Gives what it prints, as JSON. */
export async function runWithGc(entry: string, ...args: readonly string[]): Promise<unknown> {
  const file = await compileEntry(fileURLToPath(new URL(`./entries/${entry}.ts`, import.meta.url)))
  const run = promisify(execFile)(process.execPath, ["--expose-gc", file, ...args], { timeout: longestRunMs })
  return JSON.parse((await run).stdout) as unknown
}
