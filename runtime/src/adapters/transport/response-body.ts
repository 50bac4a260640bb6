import { PristineError } from "../../errors/pristine-error.ts"
import type { TransportResponseBody } from "../../ports/transport.ts"
import type { Exchange } from "./exchange.ts"
import { sent } from "./transport-error.ts"

export type Chunk = IteratorResult<Uint8Array, unknown>

/** Where a platform's chunks come from. */
export interface ChunkSource {
  next(): Promise<Chunk>
  /**
   * All of it at once, where the platform has a shorter way; `undefined` beyond `maxBytes`. `moved` is called for each
   * piece that came while it waited.
   */
  all?(maxBytes: number, moved: () => void): Promise<Uint8Array | undefined>
}

const ended: Chunk = { done: true, value: undefined }
const nothing = new Uint8Array()

/**
 * The body of an answer. It can be read once; reading it to the end, leaving the loop, failing and cancelling all end the
 * exchange, and all but the first close the connection.
 */
export class ResponseBody implements TransportResponseBody {
  readonly #exchange: Exchange
  readonly #open: (() => ChunkSource) | undefined
  #source: ChunkSource | undefined
  #state = ""

  /** @param open Starts the reading; `undefined` where there is no body. */
  constructor(exchange: Exchange, open: (() => ChunkSource) | undefined) {
    this.#exchange = exchange
    this.#open = open
    exchange.answered()
    if (!open) exchange.end()
  }

  async bytes(maxBytes: number = Infinity): Promise<Uint8Array> {
    const source = this.#begin()
    if (!source) return nothing
    const whole = await (source.all
      ? this.#watched(() => source.all?.(maxBytes, () => this.#exchange.wait()))
      : this.#collect(maxBytes))
    if (whole) {
      this.#exchange.end()
      return whole
    }
    void this.cancel()
    throw new PristineError("limit", `The response body is longer than ${maxBytes} bytes`, sent(this.#exchange.phase))
  }

  async text(maxBytes?: number): Promise<string> {
    return new TextDecoder().decode(await this.bytes(maxBytes))
  }

  stream(): AsyncIterable<Uint8Array> {
    return {
      [Symbol.asyncIterator]: () => {
        this.#begin()
        return {
          next: () => this.#next(),
          return: async () => {
            this.#source = undefined
            await this.cancel()
            return ended
          },
        }
      },
    }
  }

  cancel(): Promise<void> {
    this.#state ||= "cancelled"
    // After the end nothing listens any more.
    this.#exchange.abort(new PristineError("aborted", "The response body was cancelled"))
    this.#exchange.end()
    return Promise.resolve()
  }

  #begin(): ChunkSource | undefined {
    if (this.#state) throw new PristineError("stream", `The response body was ${this.#state} before`)
    this.#state = "read"
    return (this.#source = this.#open?.())
  }

  async #next(): Promise<Chunk> {
    const source = this.#source
    if (!source) return ended
    const result = await this.#watched(() => source.next())
    if (result.done) this.#exchange.end()
    return result
  }

  async #watched<Value>(work: () => Promise<Value> | undefined): Promise<Value> {
    try {
      this.#exchange.wait()
      const value = (await work()) as Value
      this.#exchange.moved()
      return value
    } catch (error) {
      const failure = this.#exchange.fail(error)
      this.#exchange.abort(failure)
      throw failure
    }
  }

  async #collect(maxBytes: number): Promise<Uint8Array | undefined> {
    const parts: Uint8Array[] = []
    let length = 0
    for (;;) {
      const { done, value } = await this.#next()
      if (done) return concat(parts, length)
      parts.push(value)
      length += value.byteLength
      if (length > maxBytes) return undefined
    }
  }
}

/** The parts in one. Most bodies are one part. */
export function concat(parts: readonly Uint8Array[], length: number): Uint8Array {
  if (parts.length === 1) return parts[0] as Uint8Array
  const whole = new Uint8Array(length)
  let offset = 0
  for (const part of parts) {
    whole.set(part, offset)
    offset += part.byteLength
  }
  return whole
}
