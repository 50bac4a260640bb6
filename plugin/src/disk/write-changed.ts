import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises"
import { basename, dirname } from "node:path"
import { FileError } from "./file-error.ts"

/**
 * Writes a file where that is not what it holds already, so that nobody who watches it is woken for nothing. Resolves to
 * whether it was different or missing. A reader sees the old content or the new, never half of it. A folder that is
 * missing is made.
 *
 * @param options.check `true`: writes nothing. Default false.
 * @throws FileError where it cannot be read or written.
 */
export async function writeChanged(
  file: string,
  content: string,
  { check = false }: { readonly check?: boolean } = {},
): Promise<boolean> {
  if ((await readExisting(file)) === content) return false
  if (check) return true
  await replaceFile(file, content)
  return true
}

/** The text of a file; `undefined` where there is none. Rejects with a `FileError` where it cannot be read. */
export async function readExisting(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8")
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined
    throw new FileError(file, error)
  }
}

async function replaceFile(file: string, content: string): Promise<void> {
  const temporary = `${dirname(file)}/.${basename(file)}.${process.pid}.tmp`
  try {
    await mkdir(dirname(file), { recursive: true })
    await writeFile(temporary, content)
    await rename(temporary, file)
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined)
    throw new FileError(file, error)
  }
}
