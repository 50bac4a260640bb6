import type { TelemetryBatchInput, TelemetryEventInput } from "#tinker.pristine.json"
import { BatchReporter, isPristineError, randomUuid, redactValue, type Clock, type Random } from "pristine-runtime"
import { describeError, isUserError } from "./describe-error.ts"
import { durationText } from "./duration.ts"
import { secrets } from "./secrets.ts"

/** How bad an event is. */
export type Severity = TelemetryEventInput["severity"]

export interface TelemetryReporterOptions {
  /** Delivers a batch, once. */
  readonly send: (batch: TelemetryBatchInput, signal: AbortSignal) => PromiseLike<unknown>
  readonly clock: Clock
  readonly random: Random
  /** Operating system, as requests name it. */
  readonly platform: string
  /** Told, once, why events are lost. */
  readonly onLoss: (message: string) => void
}

/** Answers after which another try is of no use: the service does not take telemetry from here. */
const refusals = [400, 401, 403, 404, 405, 413, 422]

/**
 * Tells the service what happened in this SDK: the beginning and end of a session, failures, and events of an application's own.
 * At most 10,000 events wait and newer ones are dropped; they go out in batches of 100, after 10 seconds or at once when there
 * are as many, or when something failed. A batch that is not delivered is tried again after 1 s and up to 30 s, until `close`.
 *
 * The numbers are the official SDK's, except for the growing wait, and for the flush at the end, which it does not have.
 */
export class TelemetryReporter {
  readonly #options: TelemetryReporterOptions
  readonly #batches: BatchReporter<TelemetryEventInput>
  readonly #process: string
  #session: { readonly id: string; readonly startedAt: number } | undefined
  #isEnded = false
  #next = 0
  #refused = 0
  #isRefused = false
  #lossTold = false

  constructor(options: TelemetryReporterOptions) {
    const { clock, random } = options
    this.#options = options
    this.#process = randomUuid(random)
    this.#batches = new BatchReporter<TelemetryEventInput>({
      send: (events, signal) => this.#send(events, signal),
      batchSize: 100,
      capacity: 10_000,
      overflow: "newest",
      batchDelayMs: 10_000,
      sendLimitMs: 5_000,
      maxAttempts: Infinity,
      onDrop: (_, reason) => {
        if (reason === "full") this.#tellLoss("the queue is full")
      },
      clock,
      random,
    })
  }

  /** Events that were not delivered. */
  get dropped(): number {
    return this.#batches.dropped + this.#refused
  }

  /** Events that wait. */
  get queued(): number {
    return this.#batches.queued
  }

  /** Everything from now on belongs to this session, and so does what still waits. Before it, events are of no session. */
  begin(sessionId: string): void {
    this.#session = { id: sessionId, startedAt: this.#options.clock.now() }
    this.#add("INFO", { event: "SESSION_START" })
  }

  /** An event of an application's own. What looks like a credential in `data` is hidden. False if it was dropped. */
  log(name: string, data: Readonly<Record<string, unknown>> = {}, severity: Severity = "INFO"): boolean {
    const event_data = redactValue(data, { secrets }) as Record<string, unknown>
    return this.#add(severity, { event: "GENERIC_EVENT", event_name: name, event_data })
  }

  /**
   * A failure. One that is the caller's doing becomes the event `user_error`; of any other, type and, for errors of the runtime,
   * message are told. Starts a delivery. False if it was dropped.
   */
  exception(error: unknown, severity: Severity = "ERROR"): boolean {
    const { error_type, error_message, ...rest } = describeError(error)
    const added = isUserError(error)
      ? this.log("user_error", { error_type, message: error_message, ...rest }, "WARNING")
      : this.#add(severity, { event: "UNHANDLED_EXCEPTION", error_type, error_message })
    void this.flush()
    return added
  }

  /** Resolves when everything so far is delivered or dropped. The signal ends the wait only. */
  flush(signal?: AbortSignal): Promise<void> {
    return this.#batches.flush(signal)
  }

  /** Tells the end of the session, delivers what it can within the limit (default 2,000 ms), and drops the rest. */
  async close(limitMs = 2_000): Promise<void> {
    const { clock } = this.#options
    if (this.#session && !this.#isEnded) {
      this.#isEnded = true
      const duration = durationText(clock.now() - this.#session.startedAt)
      this.#add("INFO", { event: "SESSION_END", duration })
    }
    await this.#batches.close(limitMs)
  }

  #add(
    severity: Severity,
    facts: Pick<TelemetryEventInput, "event"> & Partial<Omit<TelemetryEventInput, "severity">>,
  ): boolean {
    const { clock, random } = this.#options
    if (this.#isRefused) {
      this.#refused += 1
      return false
    }
    return this.#batches.add({
      ...facts,
      event_id: randomUuid(random),
      event_session_index: this.#next++,
      severity,
      timestamp: new Date(clock.wallTime()).toISOString(),
    })
  }

  async #send(events: readonly TelemetryEventInput[], signal: AbortSignal): Promise<void> {
    const { platform, send } = this.#options
    if (this.#isRefused) {
      this.#refused += events.length
      return
    }
    const session_id = this.#session?.id ?? `sessionless-${this.#process}`
    try {
      await send({ events: [...events], platform, session_id, process_uuid: this.#process }, signal)
    } catch (error) {
      if (!isPristineError(error) || !refusals.includes(error.status ?? 0)) throw error
      this.#isRefused = true
      this.#refused += events.length
      this.#tellLoss(`the service answers with status ${String(error.status)}`)
    }
  }

  #tellLoss(why: string): void {
    if (this.#lossTold) return
    this.#lossTold = true
    this.#options.onLoss(`Telemetry is lost: ${why}`)
  }
}
