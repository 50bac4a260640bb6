import type { ApiFuture, Clock } from "pristine-runtime"
import type { Log } from "../logging/log.ts"

/** Milliseconds between two messages about the same work. */
const intervalMs = 60_000

/** What is said when the server gives no reason. */
export interface QueueWords {
  /** Such as `Training for <model> is paused`. */
  readonly subject: string
  /** Why the account's own limit holds the work up. */
  readonly rateLimit: string
}

/** Tells a person why a future waits, at most once a minute. */
export class QueueWatch {
  readonly #words: QueueWords
  readonly #log: Log
  readonly #clock: Clock
  #spokenAt = -Infinity

  constructor(words: QueueWords, log: Log, clock: Clock) {
    this.#words = words
    this.#log = log
    this.#clock = clock
  }

  /** Follows the future until it ends, and returns it. */
  follow<Future extends Pick<ApiFuture<unknown>, "progress">>(future: Future): Future {
    void this.#read(future)
    return future
  }

  async #read(future: Pick<ApiFuture<unknown>, "progress">): Promise<void> {
    for await (const { body } of future.progress()) {
      const reason = this.#reason(body)
      if (!reason || this.#clock.now() - this.#spokenAt < intervalMs) continue
      this.#spokenAt = this.#clock.now()
      this.#log.warn(`${this.#words.subject}. Reason: ${reason}.`)
    }
  }

  #reason(body: unknown): string | undefined {
    if (typeof body !== "object" || body === null || !("queue_state" in body)) return undefined
    if (body.queue_state === "active") return undefined
    const said = "queue_state_reason" in body ? body.queue_state_reason : undefined
    if (typeof said === "string" && said !== "") return said
    if (body.queue_state === "paused_rate_limit") return this.#words.rateLimit
    if (body.queue_state === "paused_capacity") return "Tinker backend is running short on capacity, please wait"
    return "unknown"
  }
}
