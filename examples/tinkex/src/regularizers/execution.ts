import { PristineError, systemClock, type Clock } from "pristine-runtime"
import type { Penalty, RegularizerInput } from "./regularizer.ts"
import type { LossEvent } from "./loss-event.ts"
import type { OptionNames } from "../options/check-options.ts"

/** How the parts of a loss are computed. */
export interface ExecutionOptions {
  /** Beside each other; `false`: one after the other, and none after one that failed. Default true. */
  readonly parallel?: boolean
  /** At the same time, at most. Default: all. */
  readonly maxConcurrent?: number
  /** Milliseconds that one part may take when it is asynchronous; `Infinity`: any time. Default 30,000. */
  readonly timeoutMs?: number
  /** Measures that, and durations. Default: the platform's. */
  readonly clock?: Clock
  /** Ends the whole. */
  readonly signal?: AbortSignal
  /** Told of each part's beginning and end, and of the whole's. Must not throw. */
  readonly onEvent?: (event: LossEvent) => void
}

export const executionNames = {
  parallel: true,
  maxConcurrent: true,
  timeoutMs: true,
  clock: true,
  signal: true,
  onEvent: true,
} as const satisfies OptionNames<ExecutionOptions>

/** A part that is to be computed. */
export interface Task {
  readonly name: string
  readonly weight: number
  readonly compute: (input: RegularizerInput) => Penalty | PromiseLike<Penalty>
}

/**
 * Computes parts of a loss, and gives their results in order. The first failure ends all others: their signal aborts. Rejects
 * with what a part threw, with a `PristineError` of code `timeout` where one took too long, or with the signal's reason.
 */
export async function executeAll(
  tasks: readonly Task[],
  input: Omit<RegularizerInput, "signal">,
  options: ExecutionOptions,
): Promise<Penalty[]> {
  const {
    parallel = true,
    maxConcurrent = Infinity,
    clock = systemClock,
    timeoutMs = 30_000,
    signal,
    onEvent,
  } = options
  if (!(maxConcurrent >= 1)) throw new TypeError("maxConcurrent must be at least 1")
  signal?.throwIfAborted()
  const stop = new AbortController()
  const onAbort = (): void => stop.abort(signal?.reason)
  signal?.addEventListener("abort", onAbort, { once: true })
  const penalties: Penalty[] = []
  const left = tasks.entries()

  const runOne = async ({ name, weight, compute }: Task): Promise<Penalty> => {
    const begun = clock.now()
    onEvent?.({ type: "regularizer:start", name, weight })
    try {
      const work = compute({ ...input, signal: stop.signal })
      const penalty = await within(work, `The regularizer ${name}`, timeoutMs, clock, stop.signal)
      const gradNorm = norm(penalty.gradient)
      const durationMs = clock.now() - begun
      const { loss: value } = penalty
      onEvent?.({ type: "regularizer:stop", name, weight, durationMs, value, contribution: weight * value, gradNorm })
      return penalty
    } catch (error) {
      onEvent?.({ type: "regularizer:exception", name, weight, durationMs: clock.now() - begun, error })
      throw error
    }
  }
  const work = async (): Promise<void> => {
    for (const [index, task] of left) {
      stop.signal.throwIfAborted()
      penalties[index] = await runOne(task)
    }
  }

  const workers = Math.min(parallel ? maxConcurrent : 1, tasks.length)
  try {
    await Promise.all(Array.from({ length: workers }, work))
    return penalties
  } catch (error) {
    stop.abort(error)
    throw error
  } finally {
    signal?.removeEventListener("abort", onAbort)
  }
}

/**
 * Computes one part outside of the others, under the same limit of time and the same signal, which it is handed. Rejects as
 * `executeAll` does.
 */
export async function computeOne(
  name: string,
  compute: (input: RegularizerInput) => Penalty | PromiseLike<Penalty>,
  input: RegularizerInput,
  { clock = systemClock, timeoutMs = 30_000, signal }: ExecutionOptions,
): Promise<Penalty> {
  signal?.throwIfAborted()
  const stop = new AbortController()
  const onAbort = (): void => stop.abort(signal?.reason)
  signal?.addEventListener("abort", onAbort, { once: true })
  try {
    return await within(compute({ ...input, signal: stop.signal }), name, timeoutMs, clock, stop.signal)
  } catch (error) {
    stop.abort(error)
    throw error
  } finally {
    signal?.removeEventListener("abort", onAbort)
  }
}

/** Length of a derivative. */
export function norm(values: ArrayLike<number>): number {
  return Math.sqrt(Array.from(values).reduce((total, value) => total + value ** 2, 0))
}

/** A part that is done at once is not measured against the clock. */
async function within(
  penalty: Penalty | PromiseLike<Penalty>,
  name: string,
  timeoutMs: number,
  clock: Clock,
  signal: AbortSignal,
): Promise<Penalty> {
  if (!("then" in penalty)) return penalty
  let leave = (): void => undefined
  const over = new Promise<never>((_, reject) => {
    const onAbort = (): void => reject(signal.reason as Error)
    const late = (): void => {
      reject(new PristineError("timeout", `${name} took longer than ${timeoutMs} milliseconds`))
    }
    const cancel = timeoutMs === Infinity ? () => undefined : clock.schedule(timeoutMs, late)
    if (signal.aborted) onAbort()
    else signal.addEventListener("abort", onAbort, { once: true })
    leave = () => {
      cancel()
      signal.removeEventListener("abort", onAbort)
    }
  })
  try {
    return await Promise.race([penalty, over])
  } finally {
    leave()
  }
}
