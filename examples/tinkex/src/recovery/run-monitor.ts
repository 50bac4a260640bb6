import { PristineError, systemClock, type Clock } from "pristine-runtime"
import type { TrainingClient } from "../clients/training-client.ts"
import { checkOptions, type OptionNames } from "../options/check-options.ts"
import type { RecoveringService, RecoveryExecutor } from "./recovery-executor.ts"

export interface RunMonitorOptions {
  /** Measures the time between two looks. Default: the platform's. */
  readonly clock?: Clock
}

/**
 * Looks at training runs now and then, and has the executor bring back those that the service calls corrupted. A run that
 * was found so is not watched any more; the one that came of it is another, to be watched in turn.
 *
 * @example
 * await using monitor = new RunMonitor(service, executor)
 * monitor.watch(training)
 */
export class RunMonitor implements AsyncDisposable {
  readonly #service: RecoveringService
  readonly #executor: RecoveryExecutor
  readonly #clock: Clock
  readonly #runs = new Map<string, TrainingClient | undefined>()
  readonly #stop = new AbortController()
  #cancel: (() => void) | undefined
  #looking: Promise<void> | undefined

  constructor(service: RecoveringService, executor: RecoveryExecutor, options: RunMonitorOptions = {}) {
    checkOptions("RunMonitor", options, { clock: true } satisfies OptionNames<RunMonitorOptions>)
    this.#service = service
    this.#executor = executor
    this.#clock = options.clock ?? systemClock
  }

  /** Ids of the runs that are watched. */
  get watched(): readonly string[] {
    return [...this.#runs.keys()]
  }

  /** Watches a run, by its client or its id, until the returned function is called. Throws after `close`. */
  watch(run: TrainingClient | string): () => void {
    this.#stop.signal.throwIfAborted()
    const [runId, training] = typeof run === "string" ? [run, undefined] : [run.modelId, run]
    this.#runs.set(runId, training)
    this.#arm()
    return () => this.#leave(runId)
  }

  /** Watches nothing more. Recoveries that are under way are the executor's. */
  async close(): Promise<void> {
    this.#stop.abort(new PristineError("aborted", "The monitor was closed"))
    this.#runs.clear()
    this.#disarm()
    await this.#looking
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #leave(runId: string): void {
    this.#runs.delete(runId)
    if (this.#runs.size === 0) this.#disarm()
  }

  /** There is a timer only while there are runs, and none while it looks at them. */
  #arm(): void {
    if (this.#cancel || this.#looking || this.#runs.size === 0) return
    const { pollIntervalMs } = this.#executor.policy
    const due = (): void => {
      this.#cancel = undefined
      this.#looking = this.#look().finally(() => {
        this.#looking = undefined
        this.#arm()
      })
    }
    this.#cancel = this.#clock.schedule(pollIntervalMs, due, { background: true })
  }

  #disarm(): void {
    this.#cancel?.()
    this.#cancel = undefined
  }

  /** Never rejects: what cannot be looked at is told, and looked at again later. */
  async #look(): Promise<void> {
    await Promise.all(this.watched.map((runId) => this.#lookAt(runId)))
  }

  async #lookAt(runId: string): Promise<void> {
    const { signal } = this.#stop
    try {
      const rest = await this.#service.createRestClient({ signal })
      const { corrupted, last_checkpoint: last } = await rest.getTrainingRun(runId, { signal })
      if (!corrupted || !this.#runs.has(runId)) return
      const previous = this.#runs.get(runId)
      const checkpoint = last?.tinker_path
      this.#leave(runId)
      this.#executor.emit({ type: "detected", runId, checkpoint })
      const known = { ...(checkpoint !== undefined && { checkpoint }), ...(previous && { previous }) }
      // Its end is told by the executor's events.
      this.#executor.recover(runId, known).catch(() => undefined)
    } catch (error) {
      if (!signal.aborted) this.#executor.emit({ type: "poll_error", runId, error })
    }
  }
}
