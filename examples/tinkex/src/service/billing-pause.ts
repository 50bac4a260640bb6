import type { Client } from "pristine-runtime"

/** Milliseconds without a refused call after which the next one counts as a new incident. */
const forgottenAfterMs = 300_000

/** Milliseconds between two warnings. */
const warningIntervalMs = 60_000

/**
 * Decides how long calls wait when the service answers 402. The account is expected to be put right by a person, so a
 * long training run pauses instead of failing, but not for ever.
 */
export class BillingPause {
  readonly #longestMs: number
  readonly #warn: (message: string) => void
  #since = -Infinity
  #lastRefusal = -Infinity
  #lastWarning = -Infinity

  /** `longestMs`: from the first refusal of an incident until a 402 fails its call. */
  constructor(longestMs: number, warn: (message: string) => void) {
    this.#longestMs = longestMs
    this.#warn = warn
  }

  /** A call was refused at `now`, in milliseconds. True: let it wait and try again. */
  refused(now: number): boolean {
    if (now - this.#lastRefusal > forgottenAfterMs) this.#since = now
    this.#lastRefusal = now
    if (now - this.#since > this.#longestMs) return false
    if (now - this.#lastWarning >= warningIntervalMs) {
      this.#lastWarning = now
      this.#warn("The job is paused because of the account's billing status")
    }
    return true
  }

  /** The pause that all calls of a client share. Settings apply when the first call for a client makes it. */
  static of(client: Client, longestMs = 3_600_000, warn: (message: string) => void = () => undefined): BillingPause {
    return client.state("tinkex.billing", () => new BillingPause(longestMs, warn))
  }
}
