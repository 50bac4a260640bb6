import { readFile } from "node:fs/promises"
import { hasCode } from "./has-code.ts"

/** When a process of this machine started, as Linux counts; elsewhere, and of a process that has ended, undefined. */
export async function startOf(pid: number): Promise<string | undefined> {
  try {
    const line = await readFile(`/proc/${pid}/stat`, "utf8")
    // The second field is a name that may hold anything. Of those behind it, the start is the twentieth (proc(5)).
    return line.slice(line.lastIndexOf(")") + 2).split(" ")[19]
  } catch (error) {
    if (hasCode(error, "ENOENT") || hasCode(error, "ESRCH")) return undefined
    throw error
  }
}

/** Whether a process lives. Its number may be another one's by now: where both starts are known, they tell. */
export async function isRunning(pid: number, start: string | undefined): Promise<boolean> {
  try {
    // Sends nothing.
    process.kill(pid, 0)
  } catch (error) {
    if (hasCode(error, "ESRCH")) return false
    if (!hasCode(error, "EPERM")) throw error
  }
  const found = await startOf(pid)
  return start === undefined || found === undefined || found === start
}
