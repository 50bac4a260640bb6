import { randomBytes } from "node:crypto"
import { constants, mkdir, open, rename, rm, type FileHandle } from "node:fs/promises"
import { basename, dirname, join } from "node:path"
import { PristineError } from "../../../errors/pristine-error.ts"

const longestFile = 65_536
const readFlags = constants.O_RDONLY | ((constants as Partial<typeof constants>).O_NONBLOCK ?? 0)

/**
 * Reads a file that holds a secret. Looks at the file that was opened, so that nobody can put another in its place.
 *
 * @param shared Others may read it.
 * @returns `undefined` where there is no file.
 * @throws PristineError with code `config` when it is no regular file, can be read by others (POSIX), or is longer than
 * 64 KiB.
 */
export async function readPrivateFile(
  path: string,
  signal: AbortSignal,
  shared: boolean = false,
): Promise<string | undefined> {
  signal.throwIfAborted()
  let file: FileHandle
  try {
    file = await open(path, readFlags)
  } catch (thrown) {
    const code = codeOf(thrown)
    if (code === "ENOENT") return undefined
    throw failure(path, `cannot be opened (${code})`)
  }
  try {
    const { mode, size } = await file.stat().then((stats) => {
      if (!stats.isFile()) throw failure(path, "is no regular file")
      return stats
    })
    if (!shared && process.platform !== "win32" && (mode & 0o077) !== 0) {
      throw failure(path, `can be read or changed by others (mode ${(mode & 0o777).toString(8)}): chmod 600 it`)
    }
    if (size > longestFile) throw failure(path, `is longer than ${longestFile} bytes`)
    signal.throwIfAborted()
    return await file.readFile("utf8")
  } finally {
    await file.close()
  }
}

/**
 * Replaces a file in one step, readable by its owner alone: a reader sees the old text or the new one, also after a
 * crash. A folder that is missing is made, for its owner alone.
 */
export async function writePrivateFile(path: string, text: string): Promise<void> {
  const draft = join(dirname(path), `.${basename(path)}.${randomBytes(8).toString("hex")}`)
  await mkdir(dirname(path), { recursive: true, mode: 0o700 }).catch((thrown: unknown) => {
    throw failure(path, `cannot be written (${codeOf(thrown)})`)
  })
  try {
    const file = await open(draft, "wx", 0o600)
    try {
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(draft, path)
  } catch (thrown) {
    await rm(draft, { force: true })
    throw failure(path, `cannot be written (${codeOf(thrown)})`)
  }
}

function codeOf(thrown: unknown): string {
  return (thrown as NodeJS.ErrnoException).code ?? "unknown"
}

function failure(path: string, why: string): PristineError {
  return new PristineError("config", `The token file ${path} ${why}`, { phase: "auth" })
}
