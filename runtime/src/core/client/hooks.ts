import type { TransportBody } from "../../ports/transport.ts"
import type { Client } from "./client.ts"

/** The call that a hook is told of. */
export interface HookedCall {
  /** The manifest's id of the operation. */
  readonly operation: string
  /** The path template, without values. */
  readonly route: string
  /** Requests of the call so far, counted from 1: in `onRequest` the one to come. */
  readonly attempt: number
  /** Aborts with what the hook belongs to: the attempt, or the call. Pass it on to whatever the hook waits for. */
  readonly signal: AbortSignal
  readonly client: Client
}

/** The request of one attempt, before it gets its credentials. A change holds for this attempt alone. */
export interface HookedRequest {
  readonly method: string
  /**
   * Absolute. To another origin than the base URL's go neither the client's credentials nor cookies, headers of credentials
   * and of secrets, and headers of the options of client and call, unless a hook sets them.
   */
  url: string
  /** `Host`, `Content-Length`, `Transfer-Encoding` and `Connection` are the transport's and cannot be set. */
  readonly headers: Headers
  body: TransportBody | undefined
}

/** The head of an answer, whatever its status. Its body is the call's. */
export interface HookedResponse {
  readonly status: number
  /** A copy. */
  readonly headers: Headers
}

/** An attempt that failed and will be repeated. */
export interface HookedRetry {
  /** Milliseconds until the next attempt. */
  readonly delayMs: number
  readonly error: unknown
}

/**
 * Code of an application around the calls of a client. Each hook may be asynchronous; of a list, one runs after the
 * other, in its order. docs/pipeline.md shows where each stands.
 *
 * A hook that throws ends the call, which rejects with what was thrown, as it is; nothing is retried. A hook that hangs is
 * ended by what ends its call: the caller's signal, the limit of the attempt (`onRequest`, `onResponse`) or the total.
 */
export interface Hooks {
  /** Before every request on the wire, also the one after a refused credential: a signature belongs here. */
  onRequest?(request: HookedRequest, call: HookedCall): void | Promise<void>
  /** After the head of every answer, before its body is read. */
  onResponse?(response: HookedResponse, call: HookedCall): void | Promise<void>
  /** After an attempt, before the wait for the next one. */
  onRetry?(retry: HookedRetry, call: HookedCall): void | Promise<void>
  /**
   * Once, when the call fails, with what it rejects with. A call that was aborted or whose time is up does not wait for
   * it. Failures of a stream after its start are its reader's.
   */
  onError?(error: unknown, call: HookedCall): void | Promise<void>
}
