import type { FileHandle } from "node:fs/promises"
import { followRedirects } from "../../adapters/transport/follow-redirects.ts"
import { retryCall } from "../../core/call/retry-call.ts"
import type { Client } from "../../core/client/client.ts"
import { isPristineError } from "../../errors/is-pristine-error.ts"
import { PristineError } from "../../errors/pristine-error.ts"
import type { RetryPolicy } from "../../ports/retry.ts"
import type { TransportResponse, TransportTimeouts } from "../../ports/transport.ts"
import { parseContentRange, rangeValidator } from "../content-range.ts"
import { PartialFile } from "./partial-file.ts"

/** Told the bytes that are there, and how many there will be where the server says so. */
export type DownloadProgress = (bytes: number, total: number | undefined) => void

export interface FileDownloadOptions {
  /** Lends its transport, its clock and its retry engine. Its credentials, headers and query are not sent. */
  readonly client: Client
  /** By which attempts are repeated: one of the manifest's, which a generated module exports. */
  readonly policy: RetryPolicy
  /** Asked before every attempt: signed addresses expire. */
  readonly address: (signal: AbortSignal) => Promise<string>
  /** Where the bytes go. What an earlier call left there is gone on with, if the server still has the same file. */
  readonly file: string
  /** Of each attempt. Default: 10 s to connect, 60 s for the headers, 60 s between two pieces. */
  readonly timeouts?: TransportTimeouts | undefined
  readonly onProgress?: DownloadProgress | undefined
  readonly signal?: AbortSignal | undefined
}

const usualTimeouts: TransportTimeouts = { connectMs: 10_000, headersMs: 60_000, bodyIdleMs: 60_000 }

/**
 * Downloads a file to disk. A connection that breaks off is taken up again where it ended (RFC 9110, section 14: `Range` under
 * `If-Range`), as often as it brings anything. Resolves to the file's bytes.
 *
 * Beside the file lies `<file>.json`, which says what to ask for to go on; it stays when the download is complete, so that
 * a later call has the server confirm it. `discardDownload` removes both.
 *
 * Rejects with a `PristineError`: `http` when the address does not answer with the file, `connection` or `timeout` when the
 * attempts are used up; with the signal's reason when given up. What was received stays, to go on with later.
 *
 * @example
 * await downloadFile({ client, policy: httpPolicy, address: async () => url, file: "weights.tar.part" })
 */
export async function downloadFile(options: FileDownloadOptions): Promise<number> {
  const { client, policy, signal } = options
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
      return await retryCall(policy, (each) => attempt(each.signal), { client, ...(signal && { signal }) })
    } catch (error) {
      const broke = isPristineError(error, "connection") || isPristineError(error, "timeout")
      if (!broke || received === before) throw error
    } finally {
      // Whoever gives up finds the file closed.
      await running?.catch(() => undefined)
    }
  }
}

async function fetchOnce(options: FileDownloadOptions, signal: AbortSignal): Promise<number> {
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
    timeouts: options.timeouts ?? usualTimeouts,
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

/** Removes what a download has left: the bytes, and how to go on with them. */
export function discardDownload(file: string): Promise<void> {
  return new PartialFile(file).discard()
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
