import { PristineError } from "pristine-runtime"

/** How a lost training run is brought back. */
export interface RecoveryPolicy {
  /** Tries to bring a run back. Default 3. */
  readonly maxAttempts: number
  /** Milliseconds before the second try, doubled for each further one. Default 5,000. */
  readonly backoffMs: number
  /** Default 60,000. */
  readonly maxBackoffMs: number
  /** Milliseconds between two looks at the runs that are watched. Default 30,000. */
  readonly pollIntervalMs: number
  /** The run's last one, or the one at a path. Default `latest`. */
  readonly checkpoint: "latest" | { readonly path: string }
  /** Also restores the optimizer's state. Default true. */
  readonly restoreOptimizer: boolean
  /** Runs that are brought back at the same time. Default 1. */
  readonly maxConcurrent: number
}

const defaults: RecoveryPolicy = {
  maxAttempts: 3,
  backoffMs: 5_000,
  maxBackoffMs: 60_000,
  pollIntervalMs: 30_000,
  checkpoint: "latest",
  restoreOptimizer: true,
  maxConcurrent: 1,
}

/** The policy with its defaults. Throws a `PristineError` with code `config` that names every number that is out of range. */
export function recoveryPolicy(given: Partial<RecoveryPolicy> = {}): RecoveryPolicy {
  const {
    maxAttempts = defaults.maxAttempts,
    backoffMs = defaults.backoffMs,
    maxBackoffMs = defaults.maxBackoffMs,
    pollIntervalMs = defaults.pollIntervalMs,
    checkpoint = defaults.checkpoint,
    restoreOptimizer = defaults.restoreOptimizer,
    maxConcurrent = defaults.maxConcurrent,
  } = given
  const problems = [
    ...atLeast(1, { maxAttempts, maxConcurrent }, Number.isInteger),
    ...atLeast(0, { backoffMs, maxBackoffMs }, Number.isFinite),
    ...atLeast(1, { pollIntervalMs }, Number.isFinite),
  ]
  if (problems.length > 0) throw new PristineError("config", `A recovery policy's ${problems.join(", ")}`)
  return { maxAttempts, backoffMs, maxBackoffMs, pollIntervalMs, checkpoint, restoreOptimizer, maxConcurrent }
}

function atLeast(
  least: number,
  values: Readonly<Record<string, number>>,
  isKind: (value: number) => boolean,
): readonly string[] {
  const wrong = Object.entries(values).filter(([, value]) => !isKind(value) || value < least)
  return wrong.map(([name]) => `\`${name}\` must be a number of at least ${least}`)
}
