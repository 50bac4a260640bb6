import type { TransportBody } from "./transport.ts"

/** Turns a value into a request body of one media type. */
export interface BodyWriter {
  readonly contentType: string
  /** A writer for one body, where the content type differs from body to body (multipart has its boundary there). */
  begin?(): BodyWriter
  /** The result must be replayable (a string, bytes or a Blob), or the call is never retried. */
  write(value: unknown): TransportBody | undefined | Promise<TransportBody | undefined>
}

/** Turns a response body of one media type into a value. */
export interface BodyReader {
  /** Media type asked for in `Accept`. */
  readonly accept: string
  /** What `read` returns is the value already (a codec of the media type made it): decode passes are not run on it. */
  readonly final?: boolean
  /** Understood where a service answers so, but not asked for: left out of `Accept`. */
  readonly unasked?: boolean
  /** Throws a `PristineError` with code `decode` if the bytes are not of this form. */
  read(body: Uint8Array): unknown
}
