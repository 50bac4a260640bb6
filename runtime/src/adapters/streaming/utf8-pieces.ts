const byteOrderMark = 0xfeff

/** Up to this many bytes, a loop over ASCII beats the call of a decoder. */
const fewBytes = 12

/**
 * Decodes UTF-8 that comes in pieces: a character that is cut is kept until its rest is there, invalid bytes become
 * U+FFFD, and one byte order mark at the start is dropped.
 *
 * `TextDecoder` can do so itself with its `stream` option. But then Node leaves the path that is several times faster for
 * ASCII and makes strings of one byte a character, while that path is half as fast as the other for everything else. So
 * there are two decoders, and what the last piece was decides.
 *
 * @see https://encoding.spec.whatwg.org/#utf-8-decoder
 */
export class Utf8Pieces {
  readonly #fast = new TextDecoder("utf-8", { ignoreBOM: true })
  /** Made for the first piece after one that was not ASCII. */
  #wide: TextDecoder | undefined
  #ascii = true
  #rest: Uint8Array | undefined
  #started = false

  decode(piece: Uint8Array): string {
    if (this.#rest === undefined && this.#started && piece.length <= fewBytes) {
      const text = ascii(piece)
      if (text !== undefined) return text
    }
    const bytes = this.#rest === undefined ? piece : join(this.#rest, piece)
    const cut = bytes.length - unfinished(bytes)
    this.#rest = cut === bytes.length ? undefined : bytes.slice(cut)
    return this.#text(cut === bytes.length ? bytes : bytes.subarray(0, cut))
  }

  /** What is left of a character that was cut off. */
  end(): string {
    const rest = this.#rest
    this.#rest = undefined
    return rest === undefined ? "" : this.#fast.decode(rest)
  }

  #text(bytes: Uint8Array): string {
    // Malformed text may end in half a character that nothing completes: only the fast one forgets it.
    const text = this.#ascii || unfinished(bytes) > 0 ? this.#fast.decode(bytes) : this.#decodeWide(bytes)
    this.#ascii = text.length === bytes.length
    if (this.#started || text === "") return text
    this.#started = true
    return text.charCodeAt(0) === byteOrderMark ? text.slice(1) : text
  }

  #decodeWide(bytes: Uint8Array): string {
    this.#wide ??= new TextDecoder("utf-8", { ignoreBOM: true })
    return this.#wide.decode(bytes, { stream: true })
  }
}

function ascii(bytes: Uint8Array): string | undefined {
  let text = ""
  for (const byte of bytes) {
    if (byte > 0x7f) return undefined
    text += String.fromCharCode(byte)
  }
  return text
}

/**
 * How many bytes at the end begin a character whose rest is missing. To cut before a leading byte never changes the
 * result, because such a byte ends whatever stands before it.
 */
function unfinished(bytes: Uint8Array): number {
  for (let back = 1; back <= 3; back++) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte < 0x80) return 0
    if (byte >= 0xc0) return (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) > back ? back : 0
  }
  return 0
}

function join(first: Uint8Array, second: Uint8Array): Uint8Array {
  const whole = new Uint8Array(first.length + second.length)
  whole.set(first)
  whole.set(second, first.length)
  return whole
}
