import { randomUUID } from "node:crypto"
import { link, readFile, rename, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { hasCode } from "./has-code.ts"
import { isRunning, startOf } from "./process-start.ts"

/** What the names of lock files begin with. */
export const lockName = "service.lock"

interface Holder {
  readonly pid: number
  /** When the process started, as its system counts; absent where it does not tell. */
  readonly start?: string
  /** When the service started, in ISO 8601. */
  readonly since: string
}

/** The right to use a state's folder, which one service at a time has. */
export class StateLock {
  readonly #path: string
  readonly #text: string

  private constructor(path: string, text: string) {
    this.#path = path
    this.#text = text
  }

  /**
   * Takes the lock of a folder; that of a process which has ended is taken over. `now` in milliseconds since 1970.
   *
   * @throws Error that names folder and process while another service uses it, in this process or another one.
   */
  static async take(folder: string, now: number): Promise<StateLock> {
    const path = join(folder, lockName)
    const start = await startOf(process.pid)
    const holder: Holder = {
      pid: process.pid,
      ...(start === undefined ? {} : { start }),
      since: new Date(now).toISOString(),
    }
    const text = `${JSON.stringify(holder)}\n`
    // A link appears whole or not at all, so that nobody reads a lock half-written.
    const draft = `${path}.${randomUUID()}`
    await writeFile(draft, text)
    try {
      while (!(await linked(draft, path))) await clearStale(folder, path)
    } finally {
      await rm(draft, { force: true })
    }
    return new StateLock(path, text)
  }

  /** Lets go of it; of nothing that another service has taken over meanwhile. */
  async release(): Promise<void> {
    if ((await textOf(this.#path)) === this.#text) await rm(this.#path, { force: true })
  }
}

async function linked(draft: string, path: string): Promise<boolean> {
  try {
    await link(draft, path)
    return true
  } catch (error) {
    if (hasCode(error, "EEXIST")) return false
    throw error
  }
}

async function clearStale(folder: string, path: string): Promise<void> {
  const text = await textOf(path)
  if (text === undefined) return
  const holder = parseHolder(text)
  if (holder === undefined) throw new Error(`${path} is no lock of a local service`)
  if (await isRunning(holder.pid, holder.start)) throw new Error(inUse(folder, path, holder))
  // Another service may be clearing it, too: what was moved away is looked at again, so that no fresh lock is lost.
  const moved = `${path}.${randomUUID()}`
  try {
    await rename(path, moved)
    if ((await textOf(moved)) !== text) await linked(moved, path)
  } catch (error) {
    if (!hasCode(error, "ENOENT")) throw error
  } finally {
    await rm(moved, { force: true })
  }
}

function inUse(folder: string, path: string, { pid, since }: Holder): string {
  return (
    `${folder} is in use by another local service (process ${pid}, since ${since}): ` +
    `stop that one, or name another folder. If process ${pid} is none, delete ${path}`
  )
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8")
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined
    throw error
  }
}

function parseHolder(text: string): Holder | undefined {
  try {
    const holder: unknown = JSON.parse(text)
    const isHolder =
      typeof holder === "object" && holder !== null && "pid" in holder && Number.isSafeInteger(holder.pid)
    return isHolder ? (holder as Holder) : undefined
  } catch {
    return undefined
  }
}
