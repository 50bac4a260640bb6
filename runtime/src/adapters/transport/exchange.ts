import { Alarm } from "../../timing/alarm.ts"
import type { Clock } from "../../ports/clock.ts"
import type { Interruption } from "../../ports/interruption.ts"
import type { TransportRequest } from "../../ports/transport.ts"
import { parseUrl } from "../../values/parse-url.ts"
import { timeoutError, toTransportError, type TransportPhase } from "./transport-error.ts"

/**
 * What may end one request and its answer early: the caller's signal, which carries exactly one listener, and only until
 * the exchange ends, and the limits of time. The platform is told through `abort`.
 */
export class Exchange {
  readonly #caller: Interruption
  readonly #request: Pick<TransportRequest, "url" | "timeouts">
  readonly #abort: (reason: unknown) => void
  readonly #alarm: Alarm
  #phase: TransportPhase = "headers"
  #limitMs: number | undefined
  #over: { readonly reason: unknown } | undefined

  /** Begins an exchange. Throws the reason of a signal that is aborted already. */
  constructor(
    caller: Interruption,
    request: Pick<TransportRequest, "url" | "timeouts">,
    clock: Clock,
    abort: (reason: unknown) => void,
  ) {
    caller.throwIfAborted()
    this.#caller = caller
    this.#request = request
    this.#abort = abort
    this.#alarm = new Alarm(clock, () => this.abort(timeoutError(this.#phase, this.#limitMs, this.#origin)))
    caller.addEventListener("abort", this)
    this.#limit(request.timeouts.headersMs)
  }

  get phase(): TransportPhase {
    return this.#phase
  }

  /** It was ended early. */
  get over(): boolean {
    return this.#over !== undefined
  }

  handleEvent(): void {
    this.abort(this.#caller.reason)
  }

  /** Ends what the platform does. The first reason is the one that counts. */
  abort(reason: unknown): void {
    if (this.#over !== undefined) return
    this.#over = { reason }
    this.#abort(reason)
  }

  /** The headers are there. */
  answered(): void {
    this.#phase = "body"
    this.#alarm.stop()
  }

  /** A piece of the body is waited for. Throws the reason when the exchange was ended before. */
  wait(): void {
    if (this.#over !== undefined) throw this.#over.reason
    this.#limit(this.#request.timeouts.bodyIdleMs)
  }

  /** It has come. */
  moved(): void {
    this.#alarm.stop()
  }

  /** Nothing can end it early any more. */
  end(): void {
    this.#caller.removeEventListener("abort", this)
    this.#alarm.dispose()
  }

  /** Ends the exchange after an error of the platform; returns what to reject with. */
  fail(error: unknown): unknown {
    this.end()
    return this.#over === undefined ? toTransportError(error, this.#phase, this.#origin) : this.#over.reason
  }

  get #origin(): string {
    return parseUrl(this.#request.url)?.origin ?? "the server"
  }

  #limit(limitMs: number | undefined): void {
    this.#limitMs = limitMs
    if (limitMs) this.#alarm.set(limitMs)
  }
}
