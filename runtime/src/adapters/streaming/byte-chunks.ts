import type { FramedEvent, FrameReader, Framing } from "../../ports/framing.ts"

/** The body's bytes as they come: how they are cut says nothing. Every event is a `Uint8Array`, never an empty one. */
export const byteChunks: Framing = {
  accept: "application/octet-stream, */*;q=0.5",
  exact: false,
  open: () => new ChunkReader(),
}

class ChunkReader implements FrameReader {
  readonly done = false
  #chunk: Uint8Array | undefined

  push(chunk: Uint8Array): void {
    this.#chunk = chunk.length === 0 ? undefined : chunk
  }

  next(): FramedEvent | undefined {
    if (this.#chunk === undefined) return undefined
    const data = this.#chunk
    this.#chunk = undefined
    return { data }
  }

  end(): void {
    // Nothing is ever held back.
  }
}
