import type { Fields } from "../http/fields.ts"
import { HttpError } from "../http/http-error.ts"
import type { LoraConfig } from "../model/lora-weights.ts"

/** Above it, an adapter would be wider than the matrices it changes several times over. */
const maxRank = 256

/**
 * Reads `lora_config`: rank 32 and all three parts trained where nothing is said. `fallbackSeed` seeds an adapter that
 * names no seed.
 *
 * @throws HttpError 400 for a rank that is no power of two up to 256, or when nothing would be trained.
 */
export function readLoraConfig(config: Fields | undefined, fallbackSeed: number): LoraConfig {
  const rank = config?.optionalInteger("rank") ?? 32
  if (rank < 1 || rank > maxRank || (rank & (rank - 1)) !== 0)
    throw new HttpError(400, `lora_config.rank must be a power of 2 up to ${maxRank}`)
  const train = {
    attn: config?.boolean("train_attn", true) ?? true,
    mlp: config?.boolean("train_mlp", true) ?? true,
    unembed: config?.boolean("train_unembed", true) ?? true,
  }
  if (!train.attn && !train.mlp && !train.unembed)
    throw new HttpError(400, "lora_config must train at least one of unembed, mlp and attn")
  return { rank, seed: config?.optionalInteger("seed") ?? fallbackSeed, train }
}
