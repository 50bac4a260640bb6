import { highest, reductions, shareOf, sum, type Reduction } from "./reduction.ts"
import type { Regularizer } from "./regularizer.ts"
import { lastAxis, rowStarts, type Tensor } from "./tensor.ts"
import { checkChoice, checkOptions, type OptionNames } from "../options/check-options.ts"

export interface EntropyOptions {
  /** `minimize` makes the model surer, `maximize` less so. Default `"minimize"`. */
  readonly mode?: "minimize" | "maximize"
  /** Default `"mean"`. */
  readonly reduction?: Reduction
  /** Divides by the entropy of even odds over the last axis. Default false. */
  readonly normalize?: boolean
  /** Default 1. */
  readonly temperature?: number
}

const optionNames = {
  mode: true,
  reduction: true,
  normalize: true,
  temperature: true,
} as const satisfies OptionNames<EntropyOptions>

/** Smaller ones are taken for impossible. */
const impossible = -50

/** Entropy of the distributions along the last axis. */
export function entropy(options: EntropyOptions = {}): Regularizer {
  checkOptions("entropy", options, optionNames)
  const { mode = "minimize", reduction = "mean", normalize = false, temperature = 1 } = options
  checkChoice("entropy", "mode", mode, ["minimize", "maximize"])
  checkChoice("entropy", "reduction", reduction, reductions)
  return {
    name: "entropy",
    compute({ logprobs }) {
      const width = lastAxis(logprobs)
      const scale = (mode === "minimize" ? 1 : -1) / (normalize ? Math.log(width) : 1)
      const tempered = temperature === 1 ? logprobs : temper(logprobs, temperature)
      const starts = [...rowStarts(tempered)]
      const share = scale * shareOf(reduction, starts.length)
      const terms = tempered.data.map((logprob) => (logprob > impossible ? -Math.exp(logprob) * logprob : 0))
      const slopes = tempered.data.map((logprob) => {
        return logprob > impossible ? -share * Math.exp(logprob) * (logprob + 1) : 0
      })
      const loss = share * sum(terms)
      return {
        loss,
        gradient: temperature === 1 ? slopes : untemper(slopes, tempered, temperature),
        metrics: { entropy: loss, mode, temperature },
      }
    },
  }
}

/** Log-probabilities at another temperature: divided by it, and made to sum up to one again. */
function temper(logprobs: Tensor, temperature: number): Tensor {
  const data = logprobs.data.map((logprob) => logprob / temperature)
  const width = lastAxis(logprobs)
  for (const start of rowStarts(logprobs)) {
    const row = data.subarray(start, start + width)
    const top = highest(row)
    const total = top + Math.log(sum(row.map((value) => Math.exp(value - top))))
    row.forEach((value, index) => (row[index] = value - total))
  }
  return { ...logprobs, data }
}

/** The derivative by the log-probabilities before that. */
function untemper(slopes: Float64Array, tempered: Tensor, temperature: number): Float64Array {
  const gradient = Float64Array.from(slopes)
  const width = lastAxis(tempered)
  for (const start of rowStarts(tempered)) {
    const total = sum(slopes.subarray(start, start + width))
    for (let at = start; at < start + width; at += 1) {
      gradient[at] = ((slopes[at] ?? 0) - Math.exp(tempered.data[at] ?? 0) * total) / temperature
    }
  }
  return gradient
}
