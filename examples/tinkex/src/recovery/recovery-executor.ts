import {
  backoffDelay,
  createCountingSemaphore,
  pause,
  PristineError,
  systemClock,
  waitFor,
  type Clock,
  type Semaphore,
} from "pristine-runtime"
import type { ServiceClient } from "../clients/service-client.ts"
import type { TrainingClient } from "../clients/training-client.ts"
import { isLostRun } from "./lost-run.ts"
import type { RecoveryEvent } from "./recovery-event.ts"
import { recoveryPolicy, type RecoveryPolicy } from "./recovery-policy.ts"
import { checkOptions, type OptionNames } from "../options/check-options.ts"

/** What a recovery needs of a `ServiceClient`. */
export type RecoveringService = Pick<ServiceClient, "createRestClient" | "createTrainingClientFromState">

/** A run that was brought back. */
export interface Recovery {
  readonly runId: string
  /** Trains on, from the checkpoint. It is another run, with an id of its own. */
  readonly training: TrainingClient
  /** The client that lost its run, where it was given. */
  readonly previous: TrainingClient | undefined
  readonly checkpoint: string
}

export interface RecoveryOptions extends Partial<RecoveryPolicy> {
  /** Told of each run that was brought back, before whoever waits for it. */
  readonly onRecovery?: (recovery: Recovery) => unknown
  /** Told of each run that was given up. */
  readonly onFailure?: (runId: string, error: unknown) => unknown
  readonly onEvent?: (event: RecoveryEvent) => unknown
  /** Told when one of those three fails; it changes nothing else. Default: `console.warn`. */
  readonly onWarning?: (warning: PristineError) => void
  /** Ends everything. */
  readonly signal?: AbortSignal
  /** Measures the waits. Default: the platform's. */
  readonly clock?: Clock
}

export interface RecoverOptions {
  /** Path to restore, where it is known. The policy's own path wins. */
  readonly checkpoint?: string
  readonly previous?: TrainingClient
  /** Ends this wait; the recovery goes on. */
  readonly signal?: AbortSignal
}

const recoveryNames = {
  maxAttempts: true,
  backoffMs: true,
  maxBackoffMs: true,
  pollIntervalMs: true,
  checkpoint: true,
  restoreOptimizer: true,
  maxConcurrent: true,
  onRecovery: true,
  onFailure: true,
  onEvent: true,
  onWarning: true,
  signal: true,
  clock: true,
} as const satisfies OptionNames<RecoveryOptions>

const recoverNames = { checkpoint: true, previous: true, signal: true } as const satisfies OptionNames<RecoverOptions>

/**
 * Brings training runs back from their last checkpoints: each in several tries with growing waits, so many at once, first come,
 * first served.
 *
 * @example
 * await using recovery = new RecoveryExecutor(service)
 * training = await recovery.recoverAfter(error, training)
 */
export class RecoveryExecutor implements AsyncDisposable {
  readonly policy: RecoveryPolicy
  readonly #service: RecoveringService
  readonly #options: RecoveryOptions
  readonly #clock: Clock
  readonly #places: Semaphore
  readonly #stop = new AbortController()
  readonly #pending = new Map<string, Promise<TrainingClient>>()
  /** Checkpoints of the runs that recoveries have made, by those runs: one may be lost before it saves anything. */
  readonly #origins = new Map<string, string>()

  constructor(service: RecoveringService, options: RecoveryOptions = {}) {
    checkOptions("RecoveryExecutor", options, recoveryNames)
    this.policy = recoveryPolicy(options)
    this.#service = service
    this.#options = options
    this.#clock = options.clock ?? systemClock
    this.#places = createCountingSemaphore(this.policy.maxConcurrent)
    if (options.signal?.aborted) this.#end()
    else options.signal?.addEventListener("abort", this.#end, { once: true })
  }

  /** Whether the run is being brought back. */
  isPending(runId: string): boolean {
    return this.#pending.has(runId)
  }

  /**
   * Brings a run back; a run that is being brought back already is joined. Rejects with the last try's error, and with a
   * `PristineError` of code `aborted` after `close`.
   */
  async recover(runId: string, options: RecoverOptions = {}): Promise<TrainingClient> {
    checkOptions("recover", options, recoverNames)
    let pending = this.#pending.get(runId)
    if (!pending) {
      pending = this.#run(runId, options).finally(() => this.#pending.delete(runId))
      // Whoever asked may have stopped waiting.
      pending.catch(() => undefined)
      this.#pending.set(runId, pending)
    }
    return waitFor(pending, options.signal)
  }

  /** Brings a client's run back when a failure means that it is lost; any other failure is thrown again, as it is. */
  async recoverAfter(error: unknown, training: TrainingClient, options: RecoverOptions = {}): Promise<TrainingClient> {
    if (!isLostRun(error)) throw error
    return this.recover(training.modelId, { previous: training, ...options })
  }

  /** Ends every recovery that is under way. */
  async close(): Promise<void> {
    this.#options.signal?.removeEventListener("abort", this.#end)
    this.#stop.abort(new PristineError("aborted", "The recovery was closed"))
    await Promise.allSettled(this.#pending.values())
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  /** @internal For the monitor, which shares options and listeners. */
  emit(event: RecoveryEvent): void {
    const { onEvent } = this.#options
    if (onEvent) void this.#tell("onEvent", () => onEvent(event))
  }

  readonly #end = (): void => this.#stop.abort(this.#options.signal?.reason)

  async #run(runId: string, options: RecoverOptions): Promise<TrainingClient> {
    const { onFailure } = this.#options
    const { signal } = this.#stop
    const { maxAttempts, backoffMs, maxBackoffMs } = this.policy
    for (let attempt = 1; ; attempt += 1) {
      const release = await this.#places.acquire(1, signal)
      let retryInMs: number | undefined
      try {
        return await this.#attempt(runId, attempt, options, signal)
      } catch (error) {
        signal.throwIfAborted()
        const wait = { backoff: "exponential", baseMs: backoffMs, maxMs: maxBackoffMs, jitter: [1, 1] } as const
        retryInMs = attempt < maxAttempts ? backoffDelay(wait, attempt, () => 1) : undefined
        this.emit({ type: "failed", runId, attempt, error, retryInMs })
        if (retryInMs === undefined) {
          this.emit({ type: "exhausted", runId, attempt, error })
          if (onFailure) await this.#tell("onFailure", () => onFailure(runId, error))
          throw error
        }
      } finally {
        release()
      }
      await pause(this.#clock, retryInMs, signal)
    }
  }

  async #attempt(
    runId: string,
    attempt: number,
    options: RecoverOptions,
    signal: AbortSignal,
  ): Promise<TrainingClient> {
    const { onRecovery } = this.#options
    this.emit({ type: "started", runId, attempt })
    const checkpoint = await this.#checkpointOf(runId, options, signal)
    this.emit({ type: "checkpoint_selected", runId, attempt, checkpoint })
    const asked = { optimizer: this.policy.restoreOptimizer, signal }
    const training = await this.#service.createTrainingClientFromState(checkpoint, asked)
    this.#origins.set(training.modelId, checkpoint)
    this.emit({ type: "client_created", runId, attempt, checkpoint, modelId: training.modelId })
    const recovery = { runId, training, previous: options.previous, checkpoint }
    if (onRecovery) await this.#tell("onRecovery", () => onRecovery(recovery))
    this.emit({ type: "completed", runId, attempt, checkpoint })
    return training
  }

  async #checkpointOf(runId: string, { checkpoint }: RecoverOptions, signal: AbortSignal): Promise<string> {
    const { checkpoint: wanted } = this.policy
    if (wanted !== "latest") return wanted.path
    if (checkpoint !== undefined) return checkpoint
    const rest = await this.#service.createRestClient({ signal })
    const run = await rest.getTrainingRun(runId, { signal })
    const latest = run.last_checkpoint?.tinker_path ?? this.#origins.get(runId)
    if (latest !== undefined) return latest
    throw new PristineError("input", "The run has no checkpoint to go on from: save its state now and then")
  }

  /** Code of others must not stop what it is told of. */
  async #tell(name: string, call: () => unknown): Promise<void> {
    const { onWarning = ({ message }: PristineError) => console.warn(message) } = this.#options
    try {
      await call()
    } catch (cause) {
      onWarning(new PristineError("config", `${name} of a recovery failed`, { cause }))
    }
  }
}
