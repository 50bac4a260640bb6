import { PristineError } from "../../errors/pristine-error.ts"
import type { Clock } from "../../ports/clock.ts"

export interface Limit {
  readonly clock: Clock
  /** Ends the work early, with its reason. */
  readonly signal: AbortSignal
  /** Milliseconds that the work may take. */
  readonly limitMs: number
  /** What takes too long, for the error. */
  readonly what: string
}

/**
 * Runs work under a signal that fires with the caller's, or once the limit has passed; the work heeds it. The timer keeps
 * the process alive, because somebody waits.
 *
 * @throws PristineError with code `timeout` and phase `auth` past the limit; the signal's reason when that fires.
 */
export async function withLimit<Value>(
  { clock, signal, limitMs, what }: Limit,
  work: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  signal.throwIfAborted()
  const controller = new AbortController()
  const onAbort = (): void => controller.abort(signal.reason)
  signal.addEventListener("abort", onAbort, { once: true })
  const cancel = clock.schedule(limitMs, () => {
    controller.abort(new PristineError("timeout", `${what} took longer than ${limitMs} ms`, { phase: "auth" }))
  })
  try {
    return await work(controller.signal)
  } finally {
    cancel()
    signal.removeEventListener("abort", onAbort)
  }
}
