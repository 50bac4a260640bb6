import { PristineError } from "../../errors/pristine-error.ts"
import { readStream } from "../../values/read-stream.ts"
import { toBytes } from "../serializer/to-bytes.ts"

/** What is sent as a file: bytes, a Blob or File, or a stream with a name. */
export type FilePart = Uint8Array | ArrayBuffer | Blob | StreamedFile

/** A file that is read while it is sent. */
export interface StreamedFile {
  /** Opens it, for each time it is sent. */
  stream(): ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>
  /**
   * Its length in bytes, where that is known: a request whose parts all have one says how long it is, over undici. A file
   * that turns out to be of another length fails its call.
   */
  readonly size?: number | undefined
  /** File name. A path is cut down to its last part. */
  readonly name?: string
  /** Media type. Default `application/octet-stream`. */
  readonly type?: string
}

/** A part of a body, ready to be written. */
export interface FileContent {
  readonly content: Uint8Array | Blob | (() => AsyncIterable<Uint8Array>)
  /** Its length in bytes; `undefined` for a stream that does not say. */
  readonly size: number | undefined
  readonly filename: string
  readonly contentType: string
}

export function isFilePart(value: unknown): value is FilePart {
  if (typeof value !== "object" || value === null) return false
  return toBytes(value) !== undefined || ("stream" in value && typeof value.stream === "function")
}

/** Content, name and type of a file. Throws a `PristineError` with code `input` for a type that could forge a header. */
export function toFile(part: FilePart): FileContent {
  const bytes = toBytes(part)
  if (bytes) return { content: bytes, size: bytes.byteLength, ...described({}) }
  const file = part as Blob | StreamedFile
  const { size } = file
  if (size !== undefined && !(Number.isSafeInteger(size) && size >= 0))
    throw new PristineError("input", "The size of a file is not a number of bytes", { phase: "prepare" })
  // A Blob is a file too, but one whose length is known.
  return { content: file instanceof Blob ? file : () => chunksOf(file), size, ...described(file) }
}

function described(part: { readonly name?: string; readonly type?: string }): Omit<FileContent, "content" | "size"> {
  const contentType = part.type === undefined || part.type === "" ? "application/octet-stream" : part.type
  if (/[^\x20-\x7e]/.test(contentType)) {
    throw new PristineError("input", "The media type of a file holds a forbidden character", { phase: "prepare" })
  }
  const filename = part.name?.split(/[\\/]/).at(-1) ?? ""
  return { filename: filename === "" ? "blob" : filename, contentType }
}

async function* chunksOf(file: StreamedFile): AsyncGenerator<Uint8Array, void, undefined> {
  const source = file.stream()
  yield* "getReader" in source ? readStream(source) : source
}
