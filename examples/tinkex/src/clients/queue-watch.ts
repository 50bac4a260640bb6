import type { ApiFuture } from "pristine-runtime"
import type { TinkerSession } from "./session.ts"

/** Milliseconds between two messages about the same work. */
const intervalMs = 60_000

/** What is said when the server gives no reason. */
export interface QueueWords {
  /** Such as `Training for <model> is paused`. */
  readonly subject: string
  /** Why the account's own limit holds the work up. */
  readonly rateLimit: string
}

/** How work stands in the service's queue. */
export interface QueueState {
  /** What waits. */
  readonly work: "model creation" | "training" | "sampling"
  /** Of the model or the sampler; of a model that is being created, the name of its base. */
  readonly id: string
  /** `active`, `paused_rate_limit`, `paused_capacity`, or what a newer service says. */
  readonly state: string
  /** In words for a person. */
  readonly reason: string | undefined
}

/** Tells a person why a future waits, at most once a minute, and an observer of every change. */
export class QueueWatch {
  readonly #words: QueueWords
  readonly #of: Pick<QueueState, "work" | "id">
  readonly #session: TinkerSession
  #spokenAt = -Infinity

  constructor(session: TinkerSession, of: Pick<QueueState, "work" | "id">) {
    this.#session = session
    this.#of = of
    this.#words = wordsOf(of)
  }

  /** Follows the future until it ends, and returns it. */
  follow<Future extends Pick<ApiFuture<unknown>, "progress">>(future: Future): Future {
    void this.#read(future)
    return future
  }

  async #read(future: Pick<ApiFuture<unknown>, "progress">): Promise<void> {
    const { client, log, observeQueue } = this.#session
    let last: string | undefined
    for await (const { body } of future.progress()) {
      const found = this.#stateOf(body)
      if (!found) continue
      const { state, reason } = found
      const now = `${state} ${reason ?? ""}`
      if (now !== last) observeQueue?.({ ...this.#of, state, reason })
      last = now
      if (reason === undefined || client.clock.now() - this.#spokenAt < intervalMs) continue
      this.#spokenAt = client.clock.now()
      log.warn(`${this.#words.subject}. Reason: ${reason}.`)
    }
  }

  #stateOf(body: unknown): Pick<QueueState, "state" | "reason"> | undefined {
    if (typeof body !== "object" || body === null || !("queue_state" in body)) return undefined
    const state = typeof body.queue_state === "string" ? body.queue_state : "unknown"
    if (state === "active") return { state, reason: undefined }
    const said = "queue_state_reason" in body ? body.queue_state_reason : undefined
    if (typeof said === "string" && said !== "") return { state, reason: said }
    if (state === "paused_rate_limit") return { state, reason: this.#words.rateLimit }
    const full = "Tinker backend is running short on capacity, please wait"
    return { state, reason: state === "paused_capacity" ? full : "unknown" }
  }
}

function wordsOf({ work, id }: Pick<QueueState, "work" | "id">): QueueWords {
  if (work === "sampling") {
    return { subject: `Sampling is paused for sampler ${id}`, rateLimit: "concurrent sampler weights limit hit" }
  }
  const rateLimit = "concurrent training clients rate limit hit"
  return { subject: `${work === "training" ? "Training" : "Model creation"} for ${id} is paused`, rateLimit }
}
