import type { Dispatcher } from "undici"
import type { RoutedClient } from "./undici-client.ts"
import { type Chunk, type ChunkSource, concat } from "./response-body.ts"

/** The beginning of an answer, as undici tells it. */
export interface AnswerHead {
  readonly status: number
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
}

/** Bytes that may wait for a reader before the connection is held. */
const mostWaiting = 65_536

/**
 * One request with undici, which tells a handler what happens to it. `Dispatcher.request` would make a stream, a signal and
 * their events for each call, and those take longer than all else of a short one.
 */
export class UndiciHandler implements Dispatcher.DispatchHandler, ChunkSource {
  /** The client that carries the request; set by it. */
  client: RoutedClient | undefined
  /** The connection had carried other requests before this one. */
  kept = false
  readonly answered: Promise<AnswerHead>
  #answer: (head: AnswerHead) => void = () => undefined
  #refuse: (reason: unknown) => void = () => undefined
  #controller: Dispatcher.DispatchController | undefined
  #waiting: Uint8Array[] = []
  #length = 0
  #done = false
  #failure: { readonly reason: unknown } | undefined
  /** Whoever waits for the body is told of each change. */
  #wake: (() => void) | undefined
  /** A reader takes all that comes, up to so many bytes. */
  #most = mostWaiting

  constructor() {
    this.answered = new Promise((resolve, reject) => {
      this.#answer = resolve
      this.#refuse = reject
    })
  }

  /** Ends the request: a request that waits for a connection is not sent then. */
  readonly abort = (reason: unknown): void => {
    if (this.#done) return
    this.#fail(reason)
    this.#controller?.abort(reason as Error)
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    this.kept = this.client?.carry() ?? false
    if (this.#failure) controller.abort(this.#failure.reason as Error)
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: AnswerHead["headers"]): void {
    // Others tell that an answer will come (RFC 9110, section 15.2).
    if (status >= 200) this.#answer({ status, headers })
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Uint8Array): void {
    if (this.#failure) return
    this.#waiting.push(chunk)
    this.#length += chunk.byteLength
    if (this.#length > this.#most) controller.pause()
    this.#wake?.()
  }

  onResponseEnd(): void {
    this.#done = true
    this.#wake?.()
  }

  onResponseError(_: Dispatcher.DispatchController | undefined, error: unknown): void {
    this.#fail(error)
  }

  async next(): Promise<Chunk> {
    for (;;) {
      const value = this.#waiting.shift()
      if (value !== undefined) {
        this.#length -= value.byteLength
        if (this.#length <= mostWaiting) this.#controller?.resume()
        return { done: false, value }
      }
      if (this.#failure) throw this.#failure.reason
      if (this.#done) return { done: true, value: undefined }
      await this.#changed()
    }
  }

  async all(maxBytes: number, moved: () => void): Promise<Uint8Array | undefined> {
    this.#most = maxBytes
    this.#controller?.resume()
    while (!this.#done && this.#length <= maxBytes) {
      if (this.#failure) throw this.#failure.reason
      await this.#changed()
      moved()
    }
    return this.#length > maxBytes ? undefined : concat(this.#waiting, this.#length)
  }

  /** The body is not the caller's: whatever comes is dropped. */
  drop(): void {
    this.#most = Infinity
    this.#wake = () => void (this.#waiting = [])
    this.#wake()
    this.#controller?.resume()
  }

  #changed(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = () => {
        this.#wake = undefined
        resolve()
      }
    })
  }

  #fail(reason: unknown): void {
    if (this.#done) return
    this.#failure ??= { reason }
    this.#refuse(reason)
    this.#wake?.()
  }
}
