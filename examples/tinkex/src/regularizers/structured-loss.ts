import { systemClock } from "pristine-runtime"
import { checkOptions } from "../options/check-options.ts"
import { computeOne, executeAll, executionNames, norm, type ExecutionOptions } from "./execution.ts"
import { sum } from "./reduction.ts"
import type { Penalty, Regularizer, RegularizerInput } from "./regularizer.ts"

/** A regularizer and how much it counts. */
export interface WeightedRegularizer {
  readonly regularizer: Regularizer
  /** Finite; zero computes it and lets it count for nothing. */
  readonly weight: number
  /** Under which it is told. Default: the regularizer's own. */
  readonly name?: string
}

/** What one regularizer added. */
export interface Contribution {
  readonly value: number
  readonly weight: number
  /** `weight · value` */
  readonly contribution: number
  /** Length of the value's derivative. */
  readonly gradNorm: number
  /** Length of the contribution's derivative. */
  readonly gradNormWeighted: number
  readonly custom: Penalty["metrics"]
}

/** A loss with its parts told apart. */
export interface StructuredLoss {
  /** The base and all contributions. */
  readonly lossTotal: number
  readonly baseLoss?: { readonly value: number; readonly gradNorm: number; readonly custom: Penalty["metrics"] }
  readonly regularizers: Readonly<Record<string, Contribution>>
  readonly regularizerTotal: number
  /** Length of `gradient`. */
  readonly totalGradNorm: number
  /** Derivative of `lossTotal` by each log-probability. */
  readonly gradient: Float64Array
}

/** What the regularizers are added to. */
export type BaseLoss = (input: RegularizerInput) => Penalty | PromiseLike<Penalty>

/**
 * Computes a loss and its regularizers and adds them up.
 *
 * @param base Absent: the regularizers alone.
 * @throws TypeError for two regularizers of one name, one without a name, a weight, value or gradient that is not finite, or a
 * gradient of another length. What a part throws comes out as it is; one that takes too long, the base among them, is a
 * `PristineError` with code `timeout`.
 */
export async function structuredLoss(
  input: RegularizerInput,
  base: BaseLoss | undefined,
  regularizers: readonly WeightedRegularizer[],
  options: ExecutionOptions = {},
): Promise<StructuredLoss> {
  checkOptions("structuredLoss", options, executionNames)
  const { clock = systemClock, onEvent } = options
  const begun = clock.now()
  const regularizerCount = regularizers.length
  onEvent?.({ type: "loss:start", regularizerCount })
  try {
    const loss = await compute(input, base, regularizers, options)
    const { lossTotal, regularizerTotal, totalGradNorm } = loss
    const durationMs = clock.now() - begun
    onEvent?.({ type: "loss:stop", regularizerCount, durationMs, lossTotal, regularizerTotal, totalGradNorm })
    return loss
  } catch (error) {
    onEvent?.({ type: "loss:exception", regularizerCount, durationMs: clock.now() - begun, error })
    throw error
  }
}

async function compute(
  input: RegularizerInput,
  base: BaseLoss | undefined,
  regularizers: readonly WeightedRegularizer[],
  options: ExecutionOptions,
): Promise<StructuredLoss> {
  const named = regularizers.map(({ name, regularizer, weight }) => ({
    name: name ?? regularizer.name,
    regularizer,
    weight,
  }))
  checkNames(named.map(({ name }) => name))
  for (const { name, weight } of named) {
    if (!Number.isFinite(weight)) throw new TypeError(`The weight of ${name} is ${weight}`)
  }
  const first = base && (await computeOne("The base loss", base, input, options))
  const tasks = named.map(({ name, weight, regularizer }) => ({
    name,
    weight,
    compute: (given: RegularizerInput) => regularizer.compute(given),
  }))
  const penalties = await executeAll(tasks, input, options)
  for (const [index, { name }] of named.entries()) {
    const { [index]: penalty } = penalties
    if (penalty) checked(penalty, name, input)
  }
  const basePenalty = first && checked(first, "the base loss", input)
  const contributions = named.map(({ name, weight }, index): readonly [string, Contribution] => {
    const { loss = 0, gradient = [], metrics = {} } = penalties[index] ?? {}
    const gradNorm = norm(gradient)
    const contribution = weight * loss
    return [
      name,
      { value: loss, weight, contribution, gradNorm, gradNormWeighted: Math.abs(weight) * gradNorm, custom: metrics },
    ]
  })
  const gradient = input.logprobs.data.map((_, at) => {
    const added = named.map(({ weight }, index) => weight * (penalties[index]?.gradient[at] ?? 0))
    return (basePenalty?.gradient[at] ?? 0) + sum(added)
  })
  const regularizerTotal = sum(contributions.map(([, { contribution }]) => contribution))
  return {
    lossTotal: (basePenalty?.loss ?? 0) + regularizerTotal,
    ...(basePenalty && {
      baseLoss: { value: basePenalty.loss, gradNorm: norm(basePenalty.gradient), custom: basePenalty.metrics },
    }),
    regularizers: Object.fromEntries(contributions),
    regularizerTotal,
    totalGradNorm: norm(gradient),
    gradient,
  }
}

function checkNames(names: readonly string[]): void {
  if (names.some((name) => name.trim() === "")) throw new TypeError("A regularizer needs a name")
  const twice = names.filter((name, index) => names.indexOf(name) !== index)
  if (twice.length > 0)
    throw new TypeError(`Two regularizers are called ${[...new Set(twice)].join(" and ")}: give one a \`name\``)
}

function checked(penalty: Penalty, name: string, { logprobs }: RegularizerInput): Penalty {
  const [given, wanted] = [penalty.gradient.length, logprobs.data.length]
  if (given !== wanted)
    throw new TypeError(`The gradient of ${name} has ${given} values for ${wanted} log-probabilities`)
  if (!Number.isFinite(penalty.loss)) throw new TypeError(`The value of ${name} is not a finite number`)
  const at = penalty.gradient.findIndex((value) => !Number.isFinite(value))
  if (at !== -1) throw new TypeError(`The gradient of ${name} is not a finite number at position ${at}`)
  return penalty
}
