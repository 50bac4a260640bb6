import { open, readFile, rm, stat, writeFile } from "node:fs/promises"
import type { FileHandle } from "node:fs/promises"

/** What is known about a download that was begun. */
interface Begun {
  /** The entity tag or date by which the server can tell whether it still has the same file. */
  readonly validator: string
  /** Bytes of the whole file, where the server said so. */
  readonly total?: number
}

/**
 * A download on disk that may go on where it ended: the bytes in `file`, and beside it, in `<file>.json`, what to ask the
 * server so that two versions of a file are never mixed. Without that the bytes are worth nothing.
 */
export class PartialFile {
  readonly file: string
  readonly #notes: string

  constructor(file: string) {
    this.file = file
    this.#notes = `${file}.json`
  }

  /**
   * Where to go on, and under which condition; `undefined` where there is nothing to go on with. Of a file that is complete
   * the last byte is asked for again: the server then confirms it, where a request for nothing would be an error.
   */
  async resumption(): Promise<{ readonly offset: number; readonly validator: string } | undefined> {
    const begun = await this.#begun()
    const size = begun && (await sizeOf(this.file))
    if (!begun || !size) return undefined
    const offset = begun.total === undefined ? size : Math.min(size, begun.total - 1)
    return offset > 0 ? { offset, validator: begun.validator } : undefined
  }

  /** Opens the file to be written from `offset` on. Without a validator it cannot be gone on with later. */
  async open(offset: number, validator: string | undefined, total: number | undefined): Promise<FileHandle> {
    if (offset === 0) {
      await this.discard()
      const begun = { validator, ...(total !== undefined && { total }) }
      if (validator !== undefined) await writeFile(this.#notes, JSON.stringify(begun))
      return open(this.file, "wx")
    }
    const handle = await open(this.file, "r+")
    await handle.truncate(offset)
    return handle
  }

  async discard(): Promise<void> {
    await rm(this.#notes, { force: true })
    await rm(this.file, { force: true })
  }

  async #begun(): Promise<Begun | undefined> {
    try {
      const { validator, total } = JSON.parse(await readFile(this.#notes, "utf8")) as Record<string, unknown>
      if (typeof validator !== "string") return undefined
      return { validator, ...(typeof total === "number" && { total }) }
    } catch (error) {
      // Absent, or cut off while it was written: the download starts again.
      if (error instanceof SyntaxError || isAbsent(error)) return undefined
      throw error
    }
  }
}

async function sizeOf(file: string): Promise<number | undefined> {
  try {
    return (await stat(file)).size
  } catch (error) {
    if (isAbsent(error)) return undefined
    throw error
  }
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT"
}
