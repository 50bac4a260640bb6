import type { FileHandle } from "node:fs/promises"
import { httpPolicy } from "#tinker.pristine.json"
import {
  followRedirects,
  isPristineError,
  PristineError,
  retryCall,
  type Client,
  type TransportResponse,
} from "pristine-runtime"
import { parseContentRange, rangeValidator } from "./content-range.ts"
import { PartialFile } from "./partial-file.ts"

/** Told the bytes that are there, and how many there will be where the server says so. */
export type DownloadProgress = (bytes: number, total: number | undefined) => void

export interface FetchFileOptions {
  /** Lends its transport, its clock and the manifest's `http` retry policy. Its credentials are not sent. */
  readonly client: Client
  /** Asked before every attempt: signed addresses expire. */
  readonly address: (signal: AbortSignal) => Promise<string>
  /** Where the bytes go. What an earlier call left there is gone on with, if the server still has the same file. */
  readonly file: string
  readonly onProgress?: DownloadProgress | undefined
  readonly signal?: AbortSignal | undefined
}

/** Milliseconds, as the official SDK gives the archive's server. */
const timeouts = { connectMs: 10_000, headersMs: 60_000, bodyIdleMs: 60_000 }

/**
 * Downloads a file. A connection that breaks off is taken up again where it ended, as often as it brings anything.
 * Resolves to the file's bytes.
 *
 * Rejects with a `PristineError`: `http` when the address does not answer with the file, `connection` or `timeout` when the
 * attempts are used up; with the signal's reason when given up. What was received stays, to go on with later.
 */
export async function fetchFile(options: FetchFileOptions): Promise<number> {
  const { client, signal } = options
  let received = 0
  const onProgress: DownloadProgress = (bytes, total) => {
    received = Math.max(received, bytes)
    options.onProgress?.(bytes, total)
  }
  for (;;) {
    const before = received
    let running: Promise<number> | undefined
    try {
      const attempt = (during: AbortSignal): Promise<number> =>
        (running = fetchOnce({ ...options, onProgress }, during))
      return await retryCall(httpPolicy, (each) => attempt(each.signal), { client, ...(signal && { signal }) })
    } catch (error) {
      const broke = isPristineError(error, "connection") || isPristineError(error, "timeout")
      if (!broke || received === before) throw error
    } finally {
      // Whoever gives up finds the file closed.
      await running?.catch(() => undefined)
    }
  }
}

async function fetchOnce(options: FetchFileOptions, signal: AbortSignal): Promise<number> {
  const part = new PartialFile(options.file)
  const resumption = await part.resumption()
  const url = await options.address(signal)
  const response = await followRedirects(options.client.transport, { crossOrigin: true }).send({
    method: "GET",
    url,
    headers: [
      // Ranges count the bytes that are sent.
      ["Accept-Encoding", "identity"],
      ...(resumption
        ? ([
            ["Range", `bytes=${resumption.offset}-`],
            ["If-Range", resumption.validator],
          ] as const)
        : []),
    ],
    signal,
    timeouts,
  })
  const { status } = response
  if (status === 416 && resumption) {
    await response.body.cancel()
    await part.discard()
    return fetchOnce(options, signal)
  }
  if (status !== 200 && !(status === 206 && resumption)) {
    await response.body.cancel()
    throw new PristineError("http", `The address of the file answered ${status}`, { status, headers: response.headers })
  }
  return receive(response, part, resumption?.offset ?? 0, options.onProgress)
}

/** Writes the body behind what is there. */
async function receive(
  { status, headers, body }: TransportResponse,
  part: PartialFile,
  asked: number,
  onProgress: DownloadProgress | undefined,
): Promise<number> {
  const range = status === 206 ? parseContentRange(headers.get("content-range")) : undefined
  if (status === 206 && range?.start !== asked) {
    await body.cancel()
    await part.discard()
    throw new PristineError("connection", "The server of the file sent another part than was asked for")
  }
  const offset = range?.start ?? 0
  const length = headers.get("content-length")
  const total = range ? range.total : length === null ? undefined : Number(length)
  let bytes = offset
  let handle: FileHandle | undefined
  try {
    handle = await part.open(offset, rangeValidator(headers), total)
    onProgress?.(bytes, total)
    for await (const chunk of body.stream()) {
      await writeAll(handle, chunk, bytes)
      bytes += chunk.length
      onProgress?.(bytes, total)
    }
  } finally {
    await handle?.close()
    await body.cancel()
  }
  if (total !== undefined && bytes !== total)
    throw new PristineError("connection", `The file ended after ${bytes} of ${total} bytes`)
  return bytes
}

/** Nothing is held back, so that whatever breaks off next leaves all that was received. */
async function writeAll(handle: FileHandle, chunk: Uint8Array, position: number): Promise<void> {
  for (let written = 0; written < chunk.length;)
    written += (await handle.write(chunk, written, chunk.length - written, position + written)).bytesWritten
}
