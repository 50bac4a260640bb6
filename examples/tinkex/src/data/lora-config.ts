import type { LoraConfigInput } from "#tinker.pristine.json"

/** How an adapter is made. */
export interface AdapterOptions {
  /** Default 32. */
  readonly rank?: number
  /** Makes the start of training repeatable. */
  readonly seed?: number
  /** Which parts are trained; all by default, and at least one. */
  readonly trainUnembed?: boolean
  readonly trainMlp?: boolean
  readonly trainAttn?: boolean
}

/** The adapter as the service is asked for it. Throws a `TypeError` when no part is to be trained. */
export function loraConfig(options: AdapterOptions): LoraConfigInput {
  const { rank = 32, seed, trainUnembed = true, trainMlp = true, trainAttn = true } = options
  if (!trainUnembed && !trainMlp && !trainAttn) {
    throw new TypeError("At least one of trainUnembed, trainMlp and trainAttn must be true")
  }
  return {
    rank,
    ...(seed !== undefined && { seed }),
    train_unembed: trainUnembed,
    train_mlp: trainMlp,
    train_attn: trainAttn,
  }
}
