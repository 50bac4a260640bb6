/**
 * Splits a body into its events. It is stateless: what depends on a body is in the reader that `open` gives.
 *
 * `framingContract` of `pristine-runtime/testing` checks an implementation.
 */
export interface Framing {
  /** Media type of such a body, for `Accept`. */
  readonly accept: string
  /** An answer of another media type is refused. Otherwise any will do, because servers label this form loosely. */
  readonly exact: boolean
  /** Begins a body. */
  open(options: FramingOptions): FrameReader
}

/** Limits in UTF-16 units of decoded text, of which a text has at most as many as bytes. */
export interface FramingLimits {
  /** Longest line that can mean something. Default 67,108,864. */
  readonly maxLineLength: number
  /** Longest payload of one event. Default 67,108,864. */
  readonly maxEventLength: number
  /** Most that is held of an event that is not complete. Default 67,108,864. */
  readonly maxBufferedLength: number
}

export interface FramingOptions extends FramingLimits {
  /** Reads a payload's JSON. Default `JSON.parse`. */
  readonly parse?: (text: string) => unknown
  /** Where an earlier connection stopped; `lastEventId` starts with it. */
  readonly lastEventId?: string
}

/**
 * Reads one body. `push` is given bytes only after `next` had nothing more, so no event is decoded before somebody asks
 * for it. How the bytes are cut makes no difference, and the time is linear in their number.
 */
export interface FrameReader {
  /** The service said that nothing follows: what comes after is not read. */
  readonly done: boolean
  /** What a reconnection sends as `Last-Event-ID`, where the framing has such a thing. */
  readonly lastEventId?: string
  /** How long the service asks to wait before a reconnection, in milliseconds. */
  readonly retryMs?: number | undefined
  /**
   * Takes the next bytes, without changing them.
   *
   * @throws PristineError with code `limit`
   */
  push(chunk: Uint8Array): void
  /**
   * The next event, or `undefined` when that takes more bytes.
   *
   * @throws PristineError with code `decode`, without the payload's text, or `limit`
   */
  next(): FramedEvent | undefined
  /**
   * The body is over. An event that needs no more than that comes out of `next`.
   *
   * @throws PristineError with code `stream` for a body that must have gone on
   */
  end(): void
}

export interface FramedEvent {
  /** The payload: parsed JSON, or bytes. */
  readonly data: unknown
  /** SSE only: the type, where there is one. */
  readonly event?: string | undefined
  /** SSE only: the last id so far, where there is one. */
  readonly id?: string | undefined
  /** With this event the service says that it failed. */
  readonly failed?: boolean
}
