import type { ElementReader, Loss } from "./loss.ts"

/** −w·log p: supervised learning. Absent weights count as 1. */
const crossEntropy: Loss = {
  requires: [],
  evaluate: (logprob, read) => {
    const weight = read("weights", 1)
    return { value: weight === 0 ? 0 : -logprob * weight, slope: -weight }
  },
}

/** −A·p/q: the policy gradient, corrected for tokens that another policy q sampled. */
const importanceSampling: Loss = {
  requires: ["logprobs", "advantages"],
  evaluate: (logprob, read) => {
    const value = -Math.exp(logprob - read("logprobs", 0)) * read("advantages", 0)
    return { value, slope: value }
  },
}

/** −min(r·A, clip(r)·A): a ratio r = p/q outside the thresholds (0.8 and 1.2) earns nothing more. */
const ppo: Loss = {
  requires: ["logprobs", "advantages"],
  evaluate: (logprob, read, config) => {
    const advantage = read("advantages", 0)
    const ratio = Math.exp(logprob - read("logprobs", 0))
    const clipped = clipRatio(ratio, read, config, 0.8, 1.2)
    const free = -ratio * advantage
    const bounded = -clipped * advantage
    return { value: Math.max(free, bounded), slope: free >= bounded ? free : 0 }
  },
}

/** −sg(clip(r))·A·log p: the clipped ratio (0 and 4) is a constant weight, so every token keeps a gradient. */
const cispo: Loss = {
  requires: ["logprobs", "advantages"],
  evaluate: (logprob, read, config) => {
    const ratio = Math.exp(logprob - read("logprobs", 0))
    const slope = -clipRatio(ratio, read, config, 0, 4) * read("advantages", 0)
    return { value: slope * logprob, slope }
  },
}

/** −(A·log p − β/2·(log p − log q)²): direct reward optimisation, β = 0.05 unless configured. */
const dro: Loss = {
  requires: ["logprobs", "advantages"],
  evaluate: (logprob, read, config) => {
    const advantage = read("advantages", 0)
    const beta = config["beta"] ?? 0.05
    const drift = logprob - read("logprobs", 0)
    return { value: -(logprob * advantage - 0.5 * beta * drift * drift), slope: -(advantage - beta * drift) }
  },
}

/** The thresholds come from the tensors of the same name, then from the configuration, then from the loss. */
function clipRatio(
  ratio: number,
  read: ElementReader,
  config: Readonly<Record<string, number>>,
  low: number,
  high: number,
): number {
  const floor = read("clip_low_threshold", config["clip_low_threshold"] ?? low)
  const ceiling = read("clip_high_threshold", config["clip_high_threshold"] ?? high)
  return Math.min(Math.max(ratio, floor), ceiling)
}

/** The losses a request may name in `loss_fn`. */
export const losses: ReadonlyMap<string, Loss> = new Map([
  ["cross_entropy", crossEntropy],
  ["importance_sampling", importanceSampling],
  ["ppo", ppo],
  ["cispo", cispo],
  ["dro", dro],
])
