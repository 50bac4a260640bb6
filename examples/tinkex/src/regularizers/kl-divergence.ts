import { forwardTerm, reverseTerm, symmetricTerm } from "./divergence.ts"
import { highest, reductions, shareOf, sum, type Reduction } from "./reduction.ts"
import type { Regularizer, RegularizerInput } from "./regularizer.ts"
import { fieldOf } from "./target.ts"
import { lastAxis, rowStarts, type Tensor } from "./tensor.ts"
import { checkChoice, checkOptions, type OptionNames } from "../options/check-options.ts"

export interface KlDivergenceOptions {
  /** Log-probabilities to stay near to: themselves, the input of the loss that holds them, or a function of the examples. */
  readonly reference:
    Tensor | { readonly field: string } | ((data: RegularizerInput["data"]) => Tensor | Promise<Tensor>)
  /** Over the distributions along the last axis. Default `"mean"`. */
  readonly reduction?: Reduction
  /** `forward` is KL(model‖reference), `reverse` KL(reference‖model), `symmetric` their mean. Default `"forward"`. */
  readonly direction?: "forward" | "reverse" | "symmetric"
}

const optionNames = {
  reference: true,
  reduction: true,
  direction: true,
} as const satisfies OptionNames<KlDivergenceOptions>

const terms = { forward: forwardTerm, reverse: reverseTerm, symmetric: symmetricTerm }

/** Distance of the model's distributions from those of a reference. Throws a `TypeError` where shapes differ. */
export function klDivergence(options: KlDivergenceOptions): Regularizer {
  checkOptions("klDivergence", options, optionNames)
  const { reference, reduction = "mean", direction = "forward" } = options
  checkChoice("klDivergence", "reduction", reduction, reductions)
  checkChoice("klDivergence", "direction", direction, ["forward", "reverse", "symmetric"])
  return {
    name: "kl_divergence",
    async compute({ data, logprobs }) {
      const other = await resolveReference(reference, data)
      if (other.data.length !== logprobs.data.length || lastAxis(other) !== lastAxis(logprobs)) {
        throw new TypeError(
          `The reference has the shape [${other.shape.join(", ")}], the log-probabilities [${logprobs.shape.join(", ")}]`,
        )
      }
      const term = terms[direction]
      const found = Array.from(logprobs.data, (logprob, index) => term(logprob, other.data[index] ?? 0))
      const width = lastAxis(logprobs)
      const rows = Array.from(rowStarts(logprobs), (start) => {
        return sum(found.slice(start, start + width).map(({ value }) => value))
      })
      const share = shareOf(reduction, rows.length)
      const loss = share * sum(rows)
      return {
        loss,
        gradient: Float64Array.from(found, ({ slope }) => share * slope),
        metrics: {
          kl_divergence: loss,
          kl_direction: direction,
          kl_symmetric: direction === "symmetric",
          kl_max: highest(rows),
          kl_min: -highest(rows.map((value) => -value)),
        },
      }
    },
  }
}

async function resolveReference(
  reference: KlDivergenceOptions["reference"],
  data: RegularizerInput["data"],
): Promise<Tensor> {
  if (typeof reference === "function") return reference(data)
  return "field" in reference ? fieldOf(reference.field, data) : reference
}
