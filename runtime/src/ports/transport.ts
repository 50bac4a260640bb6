import type { Interruption } from "./interruption.ts"
import type { SecretPlaces } from "./secret-places.ts"

/** What one attempt puts on the wire. Header names are as written by the caller; the transport does not change them. */
export interface TransportRequest {
  readonly method: string
  /** Absolute URL, already encoded. */
  readonly url: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body?: TransportBody | undefined
  /**
   * Sending it twice has the effect of sending it once: an adapter may repeat it where a kept connection turns out to be
   * closed. Default: by the method (RFC 9110, section 9.2.2).
   */
  readonly idempotent?: boolean | undefined
  /** Aborts the exchange, the response body included. */
  readonly signal: AbortSignal
  readonly timeouts: TransportTimeouts
  /** Connections of one traffic class; an adapter without pools ignores it. */
  readonly pool?: PoolSpec | undefined
  /** For whoever logs or keeps what goes over the wire. */
  readonly secrets?: SecretPlaces | undefined
}

export type TransportBody =
  string | Uint8Array | Blob | ReadableStream<Uint8Array> | AsyncIterable<Uint8Array> | SizedStream

/** A stream whose length is known. An adapter that can tells the service; one that cannot sends it in chunks. */
export interface SizedStream extends AsyncIterable<Uint8Array> {
  readonly byteLength: number
}

/** Phase limits in milliseconds that only a transport can watch; absent means none. */
export interface TransportTimeouts {
  readonly connectMs?: number
  readonly headersMs?: number
  /** Longest silence between two chunks of the response body. */
  readonly bodyIdleMs?: number
}

/** A named class of connections, from the manifest's `pools`. */
export interface PoolSpec {
  readonly name: string
  /** Connections at once to one origin. Default: the adapter's. */
  readonly maxConnections?: number
}

/**
 * The answer to one attempt. `body` must be read or cancelled: an adapter may hold a socket until then, and need not notice
 * that a body was dropped.
 */
export interface TransportResponse {
  readonly status: number
  readonly headers: Headers
  readonly body: TransportResponseBody
}

export interface TransportResponseBody {
  /** All of it. Rejects with code `limit`, and closes the connection, once it is longer than `maxBytes` (decoded). */
  bytes(maxBytes?: number): Promise<Uint8Array>
  /** The same, decoded as UTF-8. */
  text(maxBytes?: number): Promise<string>
  stream(): AsyncIterable<Uint8Array>
  /** Releases the connection without reading the rest; safe to call twice and after reading. */
  cancel(): Promise<void>
}

/**
 * Sends one HTTP request and returns its answer, whatever the status.
 *
 * Rejects with a `PristineError` of code `connection`, `timeout` or the signal's reason, never with an adapter's own
 * class. Redirects are not followed: a 3xx is an answer.
 */
export interface Transport {
  /**
   * @param interruption Tells of the same aborts as `request.signal`, which is made only for those who ask for it. Whoever
   *   passes a request on with another signal leaves it out.
   */
  send(request: TransportRequest, interruption?: Interruption): Promise<TransportResponse>
  /** Closes idle connections; requests under way end first. */
  close?(): Promise<void>
}
