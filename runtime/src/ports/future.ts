/** A result that the service works on. Sending starts at once; an un-awaited failure raises no unhandled rejection. */
export interface ApiFuture<Output> extends PromiseLike<Output> {
  /** The service's id for the work, once it has one. */
  readonly requestId: Promise<string | undefined>
  /** Settles when the first request was answered or failed: nothing more of it is sent before the polls. */
  readonly submitted: Promise<void>
  /** Answers that meant "not yet", as they come; ends with the future. */
  progress(): AsyncIterable<FutureProgress>
  /** Stops polling; the future rejects with `reason`. The service is not told. */
  cancel(reason?: unknown): void
  catch<Fallback>(onRejected: (reason: unknown) => Fallback | PromiseLike<Fallback>): Promise<Output | Fallback>
  finally(onSettled: () => void): Promise<Output>
}

/** Work that the service has and nobody waits for yet. */
export interface SubmittedFuture<Output> {
  /** The service's id for the work, where it gave one. */
  readonly requestId: string | undefined
  /** Begins to wait for the result; each call polls for itself. */
  result(): ApiFuture<Output>
}

/** One answer that meant "not yet". */
export interface FutureProgress {
  /** Which poll gave it, from 0. */
  readonly iteration: number
  readonly status: number
  readonly body: unknown
}
