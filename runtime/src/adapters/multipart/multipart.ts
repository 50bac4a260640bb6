import { PristineError } from "../../errors/pristine-error.ts"
import type { BodyWriter } from "../../ports/serializer.ts"
import type { TransportBody } from "../../ports/transport.ts"
import { readStream } from "../../values/read-stream.ts"
import { flattenFields } from "../serializer/flatten-fields.ts"
import { isFilePart, toFile, type FilePart } from "./file-part.ts"

/**
 * `multipart/form-data` (RFC 7578). Fields nest and repeat as in a form; bytes, Blobs, files and `FilePart`s are sent as
 * files. The body is one Blob, of known length and sent again as often as needed, unless a part is a stream: then it is a
 * stream that is sent once, of known length where each of its streams has one.
 */
export const multipart: BodyWriter = {
  contentType: "multipart/form-data",
  begin() {
    const boundary = createBoundary()
    return {
      contentType: `multipart/form-data; boundary=${boundary}`,
      write: (value) => (value === undefined ? undefined : encode(value, boundary)),
    }
  },
  write() {
    throw new PristineError("config", "A multipart body has a boundary of its own: call begin()", { phase: "prepare" })
  },
}

/** 128 random bits: not in any content, and not to be guessed by whoever wrote some of it. */
function createBoundary(): string {
  const random = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(random, (byte) => byte.toString(16).padStart(2, "0")).join("")
}

type Piece = string | Uint8Array | Blob | (() => AsyncIterable<Uint8Array>)

function encode(value: unknown, boundary: string): TransportBody {
  const pieces: Piece[] = []
  let streamed: number | undefined = 0
  for (const [name, item] of flattenFields<FilePart>(value, isFilePart)) {
    const disposition = `--${boundary}\r\nContent-Disposition: form-data; name="${escapeParameter(name)}"`
    if (typeof item === "string") {
      pieces.push(`${disposition}\r\n\r\n${item}\r\n`)
      continue
    }
    const { content, size, filename, contentType } = toFile(item)
    if (typeof content === "function" && streamed !== undefined) streamed = size === undefined ? size : streamed + size
    pieces.push(`${disposition}; filename="${escapeParameter(filename)}"\r\nContent-Type: ${contentType}\r\n\r\n`)
    pieces.push(content, "\r\n")
  }
  pieces.push(`--${boundary}--\r\n`)
  const known = pieces.filter((piece) => typeof piece !== "function")
  const blob = new Blob(known as BlobPart[])
  if (known.length === pieces.length) return blob
  if (streamed === undefined) return stream(pieces)
  return { byteLength: blob.size + streamed, [Symbol.asyncIterator]: () => stream(pieces) }
}

async function* stream(pieces: readonly Piece[]): AsyncGenerator<Uint8Array, void, undefined> {
  for (const piece of pieces) {
    if (typeof piece === "function") yield* piece()
    else if (typeof piece === "string") yield new TextEncoder().encode(piece)
    else if (piece instanceof Uint8Array) yield piece
    else yield* readStream(piece.stream())
  }
}

/**
 * As browsers do it: what would end the parameter or the line is percent-encoded, all else is UTF-8 as it is. So are, beyond
 * what browsers do, controls, for which parsers drop the part, and a backslash before the closing quote, which some take
 * for its escape.
 */
function escapeParameter(text: string): string {
  return text.replace(/[\0-\x08\n-\x1f"\x7f]|\\$/g, (found) => {
    return `%${found.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`
  })
}
