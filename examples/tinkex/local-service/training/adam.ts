import type { Parameter } from "../model/lora-weights.ts"

/** `adam_params` of an `optim_step` request. */
export interface AdamParams {
  readonly learningRate: number
  readonly beta1: number
  readonly beta2: number
  readonly eps: number
  /** Decoupled: parameters shrink by `learningRate · weightDecay` a step, whatever their gradient. */
  readonly weightDecay: number
  /** Largest Euclidean norm of the whole gradient; 0 leaves it as it is. */
  readonly gradClipNorm: number
}

/** What Adam carries from step to step, in the order of the parameters. */
export interface AdamState {
  readonly step: number
  readonly firstMoments: readonly Float64Array[]
  readonly secondMoments: readonly Float64Array[]
}

export function createAdamState(parameters: readonly Parameter[]): AdamState {
  const zeros = (): Float64Array[] => parameters.map((parameter) => new Float64Array(parameter.data.length))
  return { step: 0, firstMoments: zeros(), secondMoments: zeros() }
}

export function cloneAdamState(state: AdamState): AdamState {
  return {
    step: state.step,
    firstMoments: state.firstMoments.map((moments) => moments.slice()),
    secondMoments: state.secondMoments.map((moments) => moments.slice()),
  }
}

/**
 * One step of Adam with decoupled weight decay. Changes `parameters` and the moments in place.
 *
 * @returns the state with its step counted.
 */
export function stepAdam(
  parameters: readonly Parameter[],
  gradients: readonly Float64Array[],
  state: AdamState,
  params: AdamParams,
): AdamState {
  const step = state.step + 1
  const clip = clipFactor(gradients, params.gradClipNorm)
  const firstCorrection = 1 - params.beta1 ** step
  const secondCorrection = 1 - params.beta2 ** step
  const decay = 1 - params.learningRate * params.weightDecay
  for (const [index, { data }] of parameters.entries()) {
    const gradient = gradients[index] as Float64Array
    const first = state.firstMoments[index] as Float64Array
    const second = state.secondMoments[index] as Float64Array
    for (let at = 0; at < data.length; at++) {
      const slope = clip * (gradient[at] as number)
      const mean = params.beta1 * (first[at] as number) + (1 - params.beta1) * slope
      const square = params.beta2 * (second[at] as number) + (1 - params.beta2) * slope * slope
      first[at] = mean
      second[at] = square
      const change = mean / firstCorrection / (Math.sqrt(square / secondCorrection) + params.eps)
      data[at] = decay * (data[at] as number) - params.learningRate * change
    }
  }
  return { ...state, step }
}

function clipFactor(gradients: readonly Float64Array[], limit: number): number {
  if (limit <= 0) return 1
  let squares = 0
  for (const gradient of gradients) for (const slope of gradient) squares += slope * slope
  const norm = Math.sqrt(squares)
  return norm > limit ? limit / norm : 1
}
