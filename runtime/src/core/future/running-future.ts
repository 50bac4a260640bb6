import { PristineError } from "../../errors/pristine-error.ts"
import type { ApiFuture, FutureProgress } from "../operation/operation.ts"

/** How the work behind a future reports on itself. */
export interface FutureWork {
  /** The first request was answered or failed; only the first call counts. */
  submitted(requestId?: string): void
  progress(event: FutureProgress): void
  /** Set by the work: ends it, so that it rejects with the reason. */
  cancel: ((reason: unknown) => void) | undefined
}

/** Progress that nobody has read yet, at most; older events are dropped. */
const mostUnread = 256

/** An `ApiFuture` over work that starts at once. A failure that nobody awaits stays silent. */
export class RunningFuture<Output> implements ApiFuture<Output> {
  readonly requestId: Promise<string | undefined>
  readonly submitted: Promise<void>
  readonly #result: Promise<Output>
  readonly #readers = new Set<ProgressReader>()
  readonly #work: FutureWork
  #settled = false

  constructor(start: (work: FutureWork) => Promise<Output>) {
    let submitted: (requestId?: string) => void = () => undefined
    this.requestId = new Promise((resolve) => (submitted = resolve))
    this.submitted = this.requestId.then(() => undefined)
    this.#work = {
      submitted,
      progress: (event) => this.#readers.forEach((reader) => reader.push(event)),
      cancel: undefined,
    }
    this.#result = start(this.#work).finally(() => {
      this.#settled = true
      submitted()
      for (const reader of this.#readers) reader.end()
    })
    // Its failure is for those who await it.
    this.#result.catch(() => undefined)
  }

  then<Value = Output, Fallback = never>(
    onFulfilled?: ((value: Output) => Value | PromiseLike<Value>) | null,
    onRejected?: ((reason: unknown) => Fallback | PromiseLike<Fallback>) | null,
  ): Promise<Value | Fallback> {
    return this.#result.then(onFulfilled, onRejected)
  }

  catch<Fallback>(onRejected: (reason: unknown) => Fallback | PromiseLike<Fallback>): Promise<Output | Fallback> {
    return this.#result.catch(onRejected)
  }

  finally(onSettled: () => void): Promise<Output> {
    return this.#result.finally(onSettled)
  }

  progress(): AsyncIterable<FutureProgress> {
    return {
      [Symbol.asyncIterator]: () => {
        const reader = new ProgressReader((ended) => this.#readers.delete(ended))
        if (this.#settled) reader.end()
        else this.#readers.add(reader)
        return reader
      },
    }
  }

  cancel(reason: unknown = cancelled()): void {
    if (!this.#settled) this.#work.cancel?.(reason)
  }
}

function cancelled(): PristineError {
  return new PristineError("aborted", "The future was cancelled", { maybeExecuted: true })
}

/** One reader's queue. */
class ProgressReader implements AsyncIterator<FutureProgress, void, undefined> {
  readonly #onReturn: (reader: ProgressReader) => void
  readonly #unread: FutureProgress[] = []
  #waiting: ((result: IteratorResult<FutureProgress, void>) => void)[] = []
  #ended = false

  constructor(onReturn: (reader: ProgressReader) => void) {
    this.#onReturn = onReturn
  }

  push(event: FutureProgress): void {
    const waiting = this.#waiting.shift()
    if (waiting !== undefined) waiting({ done: false, value: event })
    else if (this.#unread.push(event) > mostUnread) this.#unread.shift()
  }

  end(): void {
    this.#ended = true
    for (const waiting of this.#waiting) waiting({ done: true, value: undefined })
    this.#waiting = []
  }

  next(): Promise<IteratorResult<FutureProgress, void>> {
    const event = this.#unread.shift()
    if (event !== undefined) return Promise.resolve({ done: false, value: event })
    if (this.#ended) return Promise.resolve({ done: true, value: undefined })
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  return(): Promise<IteratorResult<FutureProgress, void>> {
    this.#onReturn(this)
    this.#unread.length = 0
    this.end()
    return Promise.resolve({ done: true, value: undefined })
  }
}
