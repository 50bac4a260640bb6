import type { ServiceClock } from "../clock.ts"
import { HttpError } from "../http/http-error.ts"
import { type ErrorCategory, OperationError } from "../operation-error.ts"

/** The result of an operation in the forms a client may accept it in. */
export interface FutureResult {
  readonly json: unknown
  /** Training and sampling results exist as protobuf messages too, encoded when asked for. */
  readonly proto?: () => Uint8Array
}

/** How an operation ended. */
export type Settlement =
  | { readonly ok: true; readonly result: FutureResult }
  | { readonly ok: false; readonly error: string; readonly category: ErrorCategory }

/** What the store knows about a request id. */
export type FutureState =
  { readonly status: "pending" } | { readonly status: "settled"; readonly settlement: Settlement }

interface Entry {
  settlement: Settlement | undefined
  settledAt: number
  readonly waiters: Set<() => void>
}

/** The results of operations by request id. A result is kept for `lifetimeMs` and its id remembered as expired after that. */
export class FutureStore {
  readonly #clock: ServiceClock
  readonly #lifetimeMs: number
  readonly #onExpired: (requestId: string) => void
  readonly #remembersAll: boolean
  readonly #entries = new Map<string, Entry>()
  readonly #expired = new Set<string>()

  /**
   * `onExpired` hears of each result whose time is over. `remembersAll`: ids that are unknown were never given out;
   * otherwise they may have been, before a restart, and count as expired.
   */
  constructor(
    clock: ServiceClock,
    lifetimeMs: number,
    { onExpired, remembersAll }: { readonly onExpired: (requestId: string) => void; readonly remembersAll: boolean },
  ) {
    this.#clock = clock
    this.#lifetimeMs = lifetimeMs
    this.#onExpired = onExpired
    this.#remembersAll = remembersAll
  }

  /** Starts to track `requestId`; false when it is known already. */
  open(requestId: string): boolean {
    if (this.#entries.has(requestId) || this.#expired.has(requestId)) return false
    this.#dropExpired()
    this.#entries.set(requestId, { settlement: undefined, settledAt: 0, waiters: new Set() })
    return true
  }

  /** Forgets `requestId`, which nothing works on. */
  forget(requestId: string): void {
    this.#entries.delete(requestId)
  }

  /** Knows a result from before a restart. */
  restore(requestId: string, settlement: Settlement, settledAt: number): void {
    this.#entries.set(requestId, { settlement, settledAt, waiters: new Set() })
  }

  /**
   * Runs `operation` and settles `requestId` with what comes of it, once `keep` has put that in a safe place; false from
   * `keep` leaves it unsettled. Never rejects.
   */
  async settleWith(
    requestId: string,
    operation: () => FutureResult | Promise<FutureResult>,
    keep: (settlement: Settlement) => Promise<boolean> = () => Promise.resolve(true),
  ): Promise<void> {
    let settlement: Settlement
    try {
      settlement = { ok: true, result: await operation() }
    } catch (error) {
      settlement = describeFailure(error)
    }
    try {
      if (!(await keep(settlement))) return
    } catch (error) {
      settlement = describeFailure(error)
    }
    const entry = this.#entries.get(requestId)
    if (entry === undefined) return
    entry.settlement = settlement
    entry.settledAt = this.#clock.wallTime()
    for (const wake of entry.waiters) wake()
  }

  /** The state of `requestId`: `"unknown"` was never given out, `"expired"` was and its result is gone. */
  stateOf(requestId: string): FutureState | "expired" | "unknown" {
    this.#dropExpired()
    if (this.#expired.has(requestId)) return "expired"
    const entry = this.#entries.get(requestId)
    if (entry === undefined) return this.#remembersAll ? "unknown" : "expired"
    return entry.settlement === undefined ? { status: "pending" } : { status: "settled", settlement: entry.settlement }
  }

  /** Resolves when `requestId` is settled, after `timeoutMs`, or when `signal` aborts; whichever is first. */
  wait(requestId: string, timeoutMs: number, signal: AbortSignal): Promise<void> {
    const entry = this.#entries.get(requestId)
    if (entry === undefined || entry.settlement !== undefined || signal.aborted) return Promise.resolve()
    return new Promise((resolve) => {
      const wake = (): void => {
        cancel()
        entry.waiters.delete(wake)
        signal.removeEventListener("abort", wake)
        resolve()
      }
      const cancel = this.#clock.schedule(timeoutMs, wake)
      entry.waiters.add(wake)
      signal.addEventListener("abort", wake)
    })
  }

  #dropExpired(): void {
    const limit = this.#clock.wallTime() - this.#lifetimeMs
    for (const [requestId, entry] of this.#entries) {
      // In the order of opening, which is about the order of settling: behind a young result there are only younger ones.
      if (entry.settlement === undefined) continue
      if (entry.settledAt > limit) break
      this.#entries.delete(requestId)
      this.#expired.add(requestId)
      this.#onExpired(requestId)
    }
  }
}

/**
 * An `OperationError` speaks for itself, and what an endpoint refuses is the user's mistake; anything else is the service's
 * fault and keeps its text to itself.
 */
function describeFailure(error: unknown): Settlement {
  if (error instanceof HttpError) return { ok: false, error: error.describe(), category: "user" }
  if (error instanceof OperationError) return { ok: false, error: error.message, category: error.category }
  return { ok: false, error: "Internal error while running the operation", category: "server" }
}
