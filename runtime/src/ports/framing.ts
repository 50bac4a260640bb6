/** Splits a body into the payloads of its events. */
export interface Framing {
  readonly accept: string
  read(chunks: AsyncIterable<Uint8Array>, options: FramingOptions): AsyncIterable<FramedEvent>
}

export interface FramingOptions {
  readonly maxEventBytes: number
}

export interface FramedEvent {
  /** Parsed JSON payload. */
  readonly data: unknown
  /** SSE only. */
  readonly event?: string
  readonly id?: string
}
