import type { FramedEvent, FrameReader } from "../../ports/framing.ts"

/** The events of one body: bytes are asked for only when those at hand make no event. */
export class BodyFrames {
  readonly reader: FrameReader
  readonly #chunks: AsyncIterator<Uint8Array>
  #ended = false

  constructor(reader: FrameReader, body: AsyncIterable<Uint8Array>) {
    this.reader = reader
    this.#chunks = body[Symbol.asyncIterator]()
  }

  /** Nothing follows, and the service said so. */
  get done(): boolean {
    return this.reader.done
  }

  /** The next event out of what has come, if there is one. */
  buffered(): FramedEvent | undefined {
    return this.reader.next()
  }

  /** The next event; `undefined` at the end. */
  async next(): Promise<FramedEvent | undefined> {
    while (!this.#ended && !this.reader.done) {
      const chunk = await this.#chunks.next()
      if (chunk.done === true) {
        this.#ended = true
        this.reader.end()
      } else this.reader.push(chunk.value)
      const event = this.reader.next()
      if (event !== undefined) return event
    }
    return undefined
  }

  /** Lets go of the body. A chunk that is under way may come later, or never: nobody waits for it. */
  release(): void {
    this.#ended = true
    this.#chunks.return?.().then(undefined, () => undefined)
  }
}
