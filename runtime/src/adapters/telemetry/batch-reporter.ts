import { PristineError } from "../../errors/pristine-error.ts"
import type { Clock } from "../../ports/clock.ts"
import type { Random } from "../../ports/random.ts"
import { deliverySignal } from "../../values/delivery-signal.ts"
import { systemClock } from "../clock/system-clock.ts"
import { backoffDelay, type Backoff } from "../retry/backoff.ts"
import { approximateBytes } from "./approximate-bytes.ts"

export interface BatchReporterOptions<Item> {
  /** Delivers one batch. Rejecting means that it may be tried again. Calls made with the signal emit no telemetry. */
  readonly send: (batch: readonly Item[], signal: AbortSignal) => Promise<void>
  /** Items of a batch at most. Default 512. */
  readonly batchSize?: number
  /** Bytes of a batch at most, about; an item that is larger goes alone. Default 1 MiB. */
  readonly batchBytes?: number
  /** How many bytes an item takes. Default: about those of its JSON, found without running its getters. */
  readonly bytesOf?: (item: Item) => number
  /** How long an item waits for company, in milliseconds. Default 5,000. */
  readonly batchDelayMs?: number
  /** Items that wait at most, beside the batch under way. Default 2,048. */
  readonly capacity?: number
  /** What goes when it is full. Default `oldest`. */
  readonly overflow?: "oldest" | "newest"
  /** Limit of one delivery, in milliseconds. Default 30,000. */
  readonly sendLimitMs?: number
  /** Deliveries of one batch, the first included; then it is dropped. `Infinity` is allowed. Default 5. */
  readonly maxAttempts?: number
  /** Waits between them. Default: exponential from 1 s to 30 s with full jitter. */
  readonly backoff?: Backoff
  /** Told what was lost and why: `full`, `closed`, or a delivery's last error. What it throws is ignored. */
  readonly onDrop?: (items: readonly Item[], reason: unknown) => void
  readonly clock?: Clock
  readonly random?: Random
}

interface Waiting<Item> {
  readonly item: Item
  /** Place among all that were added. */
  readonly place: number
  readonly bytes: number
}

interface FlushWaiter {
  readonly target: number
  readonly resolve: () => void
}

/**
 * Collects items and delivers them in batches: one batch at a time, in order, tried again with growing waits. Adding
 * never blocks and never throws. No timer of it keeps a process alive.
 */
export class BatchReporter<Item> implements AsyncDisposable {
  readonly #options: Required<Omit<BatchReporterOptions<Item>, "onDrop">> & Pick<BatchReporterOptions<Item>, "onDrop">
  readonly #stop = new AbortController()
  #queue: Waiting<Item>[] = []
  #queuedBytes = 0
  #cancelTimer: (() => void) | undefined
  #running = false
  #closed = false
  #added = 0
  /** Place of the first item of the batch under way. */
  #sending: number | undefined
  #dropped = 0
  /** Everything up to this count is delivered without waiting for a full batch. */
  #flushTarget = 0
  #flushWaiters: readonly FlushWaiter[] = []

  constructor(options: BatchReporterOptions<Item>) {
    const { batchBytes = 1_048_576 } = options
    this.#options = {
      batchSize: 512,
      batchBytes,
      bytesOf: (item) => approximateBytes(item, batchBytes),
      batchDelayMs: 5000,
      capacity: 2048,
      overflow: "oldest",
      sendLimitMs: 30_000,
      maxAttempts: 5,
      backoff: { backoff: "exponential", baseMs: 1000, maxMs: 30_000, jitter: [0, 1] },
      clock: systemClock,
      random: Math.random,
      ...options,
    }
    const { batchSize, capacity, maxAttempts } = this.#options
    if (!(batchSize >= 1 && batchBytes >= 1 && capacity >= 1 && maxAttempts >= 1)) {
      throw new PristineError("config", "A batch reporter's sizes and attempts must be at least 1")
    }
  }

  /** Items that wait. */
  get queued(): number {
    return this.#queue.length
  }

  /** Items lost so far. */
  get dropped(): number {
    return this.#dropped
  }

  /** Takes an item; false if it was dropped. */
  add(item: Item): boolean {
    const { capacity, overflow } = this.#options
    this.#added += 1
    if (this.#closed || (overflow === "newest" && this.#queue.length >= capacity)) {
      this.#drop([item], this.#closed ? "closed" : "full")
      return false
    }
    if (this.#queue.length >= capacity) this.#drop(this.#take(1), "full")
    const bytes = this.#bytesOf(item)
    this.#queue.push({ item, place: this.#added, bytes })
    this.#queuedBytes += bytes
    if (this.#isFull()) this.#start()
    else this.#arm()
    return true
  }

  /** Resolves when everything added before is delivered or dropped. The signal ends the wait only. */
  flush(signal?: AbortSignal): Promise<void> {
    const target = this.#added
    if (this.#firstOpen > target) return Promise.resolve()
    this.#flushTarget = target
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        this.#flushWaiters = this.#flushWaiters.filter((other) => other !== waiter)
        reject(signal?.reason as Error)
      }
      const waiter: FlushWaiter = {
        target,
        resolve() {
          signal?.removeEventListener("abort", onAbort)
          resolve()
        },
      }
      if (signal?.aborted === true) {
        onAbort()
        return
      }
      signal?.addEventListener("abort", onAbort, { once: true })
      this.#flushWaiters = [...this.#flushWaiters, waiter]
      this.#start()
    })
  }

  /** Takes nothing more, delivers what it can within the limit, and drops the rest. Default limit 5,000 ms. */
  async close(limitMs = 5000): Promise<{ readonly dropped: number }> {
    this.#closed = true
    const limit = new AbortController()
    const cancel = this.#options.clock.schedule(limitMs, () => limit.abort())
    try {
      await this.flush(limit.signal)
    } catch {
      this.#stop.abort(new PristineError("aborted", "The reporter was closed"))
      this.#drop(this.#take(this.#queue.length), "closed")
    } finally {
      cancel()
      this.#disarm()
    }
    return { dropped: this.#dropped }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  #isFull(): boolean {
    const { batchSize, batchBytes } = this.#options
    return this.#queue.length >= batchSize || this.#queuedBytes >= batchBytes
  }

  /** How many items make the next batch: at least one. */
  #nextBatch(): number {
    const { batchSize, batchBytes } = this.#options
    let bytes = 0
    const end = this.#queue.findIndex((waiting, index) => (bytes += waiting.bytes) > batchBytes && index > 0)
    return Math.min(batchSize, end === -1 ? this.#queue.length : end)
  }

  #take(count: number): readonly Item[] {
    return this.#queue.splice(0, count).map(({ item, bytes }) => {
      this.#queuedBytes -= bytes
      return item
    })
  }

  /** Whoever measures an item must not cost the caller his call. */
  #bytesOf(item: Item): number {
    try {
      return Math.max(0, this.#options.bytesOf(item)) || 0
    } catch {
      return 0
    }
  }

  #arm(): void {
    if (this.#running || this.#cancelTimer !== undefined) return
    const { batchDelayMs, clock } = this.#options
    const onDue = (): void => {
      this.#flushTarget = this.#added
      this.#start()
    }
    this.#cancelTimer = clock.schedule(batchDelayMs, onDue, { background: true })
  }

  #disarm(): void {
    this.#cancelTimer?.()
    this.#cancelTimer = undefined
  }

  #start(): void {
    this.#disarm()
    if (this.#running) return
    this.#running = true
    void this.#drain()
  }

  /** Never rejects: what cannot be delivered is dropped, and its error told. */
  async #drain(): Promise<void> {
    while (this.#isFull() || (this.#queue.length > 0 && this.#firstOpen <= this.#flushTarget)) {
      this.#sending = this.#queue[0]?.place
      await this.#deliver(this.#take(this.#nextBatch()))
    }
    this.#running = false
    if (this.#queue.length > 0) this.#arm()
  }

  async #deliver(batch: readonly Item[]): Promise<void> {
    const { backoff, maxAttempts, random } = this.#options
    for (let attempt = 1; ; attempt++) {
      try {
        await this.#send(batch)
        this.#sending = undefined
        this.#settle()
        return
      } catch (error) {
        if (attempt >= maxAttempts || this.#stop.signal.aborted) {
          this.#sending = undefined
          this.#drop(batch, error)
          return
        }
        await this.#sleep(backoffDelay(backoff, attempt, random))
      }
    }
  }

  /** One delivery: a signal that it should heed, and a limit that holds even if it does not. */
  #send(batch: readonly Item[]): Promise<void> {
    const { clock, send, sendLimitMs } = this.#options
    const controller = new AbortController()
    Object.defineProperty(controller.signal, deliverySignal, { value: true })
    return new Promise<void>((resolve, reject) => {
      const end = (reason: Error): void => {
        controller.abort(reason)
        reject(reason)
      }
      const onStop = (): void => end(this.#stop.signal.reason as Error)
      const late = (): void => end(new PristineError("timeout", "A batch was not delivered in time"))
      const cancel = clock.schedule(sendLimitMs, late, { background: true })
      this.#stop.signal.addEventListener("abort", onStop)
      const leave = (): void => {
        cancel()
        this.#stop.signal.removeEventListener("abort", onStop)
      }
      // A sender may throw before it returns a promise.
      const sent = (async (): Promise<void> => send(batch, controller.signal))()
      sent.then(resolve, reject).finally(leave)
      controller.signal.addEventListener("abort", leave)
    })
  }

  #sleep(delayMs: number): Promise<void> {
    const { clock } = this.#options
    return new Promise((resolve) => {
      const wake = (): void => {
        cancel()
        this.#stop.signal.removeEventListener("abort", wake)
        resolve()
      }
      const cancel = clock.schedule(delayMs, wake, { background: true })
      this.#stop.signal.addEventListener("abort", wake)
    })
  }

  #drop(items: readonly Item[], reason: unknown): void {
    this.#dropped += items.length
    const { onDrop } = this.#options
    try {
      if (items.length > 0) onDrop?.(items, reason)
    } catch {
      // Whoever listens to losses must not cause others.
    }
    this.#settle()
  }

  /** Place of the first item that is neither delivered nor dropped. Deliveries are in order. */
  get #firstOpen(): number {
    return this.#sending ?? this.#queue[0]?.place ?? this.#added + 1
  }

  #settle(): void {
    const first = this.#firstOpen
    const done = this.#flushWaiters.filter(({ target }) => target < first)
    this.#flushWaiters = this.#flushWaiters.filter(({ target }) => target >= first)
    for (const waiter of done) waiter.resolve()
  }
}
