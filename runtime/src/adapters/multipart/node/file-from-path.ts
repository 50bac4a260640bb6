import { statSync } from "node:fs"
import { constants, open, type FileHandle } from "node:fs/promises"
import { basename } from "node:path"
import { fileURLToPath } from "node:url"
import { PristineError } from "../../../errors/pristine-error.ts"
import type { StreamedFile } from "../file-part.ts"

export interface FileFromPathOptions {
  /** File name that the service is told. Default: the path's last part. */
  readonly name?: string
  /** Media type. Default `application/octet-stream`. */
  readonly type?: string
}

/** Bytes of one read. */
const chunkBytes = 131_072
/** Without waiting for somebody at the other end of a pipe, which is refused. */
const readFlags = constants.O_RDONLY | ((constants as Partial<typeof constants>).O_NONBLOCK ?? 0)

/**
 * A file on disk as a part of a form. It is opened when it is sent, once each time, and read piece by piece as the service
 * takes it. As a whole body give `fileFromPath(path).stream()`.
 *
 * Sending fails, and with it the call, with a `PristineError` of code `input`: for a path that leads to no regular file that
 * can be read, and for a file that became shorter or longer while it was sent.
 *
 * @example await api.files.upload({ file: fileFromPath("/data/train.jsonl", { type: "application/jsonl" }) })
 */
export function fileFromPath(path: string | URL, options: FileFromPathOptions = {}): StreamedFile {
  const place = typeof path === "string" ? path : fileURLToPath(path)
  return {
    name: basename(place),
    ...options,
    stream: () => chunksOf(place),
    get size() {
      return sizeOf(place)
    },
  }
}

/** As it is when the request is made; whether it can be read, and stays as long, shows when it is sent. */
function sizeOf(path: string): number | undefined {
  const stats = statSync(path, { throwIfNoEntry: false })
  return stats?.isFile() === true ? stats.size : undefined
}

async function* chunksOf(path: string): AsyncGenerator<Uint8Array, void, undefined> {
  const file = await attempt(path, () => open(path, readFlags))
  try {
    const { size } = await attempt(path, () => regular(path, file))
    for (let sent = 0; ;) {
      // One byte more than there should be tells of a file that grew.
      const chunk = new Uint8Array(Math.min(chunkBytes, size - sent + 1))
      const { bytesRead } = await attempt(path, () => file.read(chunk, 0, chunk.byteLength, sent))
      sent += bytesRead
      if (sent > size || (bytesRead === 0 && sent < size)) {
        throw failure(path, `became ${sent > size ? "longer" : "shorter"} while it was sent`)
      }
      if (bytesRead === 0) return
      yield chunk.subarray(0, bytesRead)
    }
  } finally {
    await file.close()
  }
}

async function regular(path: string, file: FileHandle): Promise<{ readonly size: number }> {
  const stats = await file.stat()
  if (!stats.isFile()) throw failure(path, "is no regular file")
  return stats
}

async function attempt<Value>(path: string, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work()
  } catch (thrown) {
    if (thrown instanceof PristineError) throw thrown
    throw failure(path, `cannot be read (${(thrown as NodeJS.ErrnoException).code ?? "unknown"})`)
  }
}

/** The request is under way: the service may have seen a part of it. */
function failure(path: string, why: string): PristineError {
  return new PristineError("input", `The file ${basename(path)} ${why}`, { phase: "headers", maybeExecuted: true })
}
