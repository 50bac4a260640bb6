import { setImmediate as nextTurn } from "node:timers/promises"
import { type BaseModel, projectionNames } from "../model/base-model.ts"
import {
  adapterScale,
  cloneLoraWeights,
  createLoraWeights,
  type LoraConfig,
  type LoraWeights,
  parametersOf,
} from "../model/lora-weights.ts"
import { type Matrix, zeroMatrix } from "../model/matrix.ts"
import { Network, type ProjectionGradients } from "../model/network.ts"
import { OperationError } from "../operation-error.ts"
import { type AdamParams, type AdamState, cloneAdamState, createAdamState, stepAdam } from "./adam.ts"
import type { Loss } from "./loss.ts"
import { losses } from "./losses.ts"
import { prepareExample, type TrainingExample } from "./training-example.ts"
import type { DatumOutput, TrainingOutput, TrainingRequest } from "./training-request.ts"

/** Everything that a model in training carries from one operation to the next. */
export interface TrainerState {
  readonly weights: LoraWeights
  readonly optimizer: AdamState
  readonly gradients: ProjectionGradients
}

/** Positions between two turns of the event loop: some 10 ms of work, so polls and other sessions stay responsive. */
const positionsPerTurn = 128

/** The weights of one model in training, its gradient so far and its optimizer. Callers run one operation at a time. */
export class LoraTrainer {
  readonly base: BaseModel
  #weights: LoraWeights
  #optimizer: AdamState
  #gradients: ProjectionGradients
  #network: Network
  readonly #signal: AbortSignal

  /** `signal` ends the operation that is running. */
  constructor(base: BaseModel, config: LoraConfig, signal: AbortSignal) {
    this.base = base
    this.#signal = signal
    this.#weights = createLoraWeights(base, config)
    this.#optimizer = createAdamState(parametersOf(this.#weights))
    this.#gradients = this.#emptyGradients()
    this.#network = new Network(base, this.#weights)
  }

  /**
   * Evaluates a loss on every datum and, unless the request is forward only, adds its gradient to what is there.
   *
   * @throws OperationError (category user) for an unknown loss or faulty data, before anything is added.
   */
  async run(request: TrainingRequest): Promise<TrainingOutput> {
    const loss = losses.get(request.lossFn)
    if (loss === undefined) throw new OperationError(`Unknown loss_fn: ${JSON.stringify(request.lossFn).slice(0, 60)}`)
    if (request.data.length === 0) throw new OperationError("No data provided")
    const examples = request.data.map((datum) => prepareExample(datum, this.base.vocabulary, loss))
    const gradients = request.forwardOnly ? undefined : this.#gradients
    const data: DatumOutput[] = []
    let total = 0
    let tokens = 0
    for (const example of examples) {
      const { sum, ...output } = await this.#evaluate(example, loss, request.lossFnConfig, gradients)
      data.push(output)
      total += sum
      tokens += example.targets.length
      if (gradients !== undefined) this.#rememberTokens(example)
    }
    return { data, metrics: { "loss:sum": total, "num_tokens:sum": tokens } }
  }

  /** One Adam step on the gradient so far, which is then empty. Returns the number of steps taken. */
  step(params: AdamParams): number {
    this.#optimizer = stepAdam(parametersOf(this.#weights), this.adapterGradients(), this.#optimizer, params)
    this.#gradients = this.#emptyGradients()
    this.#network = new Network(this.base, this.#weights)
    return this.#optimizer.step
  }

  /** The gradient so far by every trained array, in the order of `parametersOf`. */
  adapterGradients(): readonly Float64Array[] {
    return projectionNames.flatMap((name) => {
      const adapter = this.#weights.adapters[name]
      const merged = this.#gradients[name]
      if (adapter === undefined || merged === undefined) return []
      return projectGradient(merged, adapter.a, adapter.b)
    })
  }

  /** The live weights. */
  get weights(): LoraWeights {
    return this.#weights
  }

  /** Copies of the weights and of the optimizer. */
  snapshot(): { readonly weights: LoraWeights; readonly optimizer: AdamState } {
    return { weights: cloneLoraWeights(this.#weights), optimizer: cloneAdamState(this.#optimizer) }
  }

  /** Continues from copies of `weights`; without `optimizer` Adam starts anew. The gradient so far is dropped. */
  restore(weights: LoraWeights, optimizer?: AdamState): void {
    this.#weights = cloneLoraWeights(weights)
    this.#optimizer = optimizer === undefined ? createAdamState(parametersOf(this.#weights)) : cloneAdamState(optimizer)
    this.#gradients = this.#emptyGradients()
    this.#network = new Network(this.base, this.#weights)
  }

  /** The state as it is, not copied: for who reads it before the next operation runs. */
  dump(): TrainerState {
    return { weights: this.#weights, optimizer: this.#optimizer, gradients: this.#gradients }
  }

  /** Continues from a state, the gradient so far included. The state is the trainer's own from now on. */
  revive({ weights, optimizer, gradients }: TrainerState): void {
    this.#weights = weights
    this.#optimizer = optimizer
    this.#gradients = gradients
    this.#network = new Network(this.base, weights)
  }

  async #evaluate(
    example: TrainingExample,
    loss: Loss,
    config: Readonly<Record<string, number>>,
    gradients: ProjectionGradients | undefined,
  ): Promise<DatumOutput & { readonly sum: number }> {
    const network = this.#network
    const width = example.targetsPerPosition
    const logprobs = new Float32Array(example.targets.length)
    const elementwiseLoss = new Float32Array(example.targets.length)
    const slopes = new Float64Array(width)
    let sum = 0
    for (let position = 0; position < example.rows.length; position++) {
      if (position % positionsPerTurn === 0) await this.#takeTurn()
      network.evaluate(example.rows, position)
      const first = position * width
      for (let rank = 0; rank < width; rank++) {
        const logprob = network.logprobs[example.targets[first + rank] as number] as number
        const term = loss.evaluate(logprob, example.readerAt(first + rank), config)
        logprobs[first + rank] = logprob
        elementwiseLoss[first + rank] = term.value
        slopes[rank] = term.slope
        sum += term.value
      }
      if (gradients !== undefined && slopes.some((slope) => slope !== 0))
        network.backward(example.targets.subarray(first, first + width), slopes, gradients)
    }
    return { shape: example.shape, logprobs, elementwiseLoss, sum }
  }

  /** Lets the event loop turn. Listening to the signal instead would need a listener for each concurrent request. */
  async #takeTurn(): Promise<void> {
    await nextTurn()
    this.#signal.throwIfAborted()
  }

  #rememberTokens(example: TrainingExample): void {
    for (const [index, row] of example.targets.entries())
      this.#weights.tokenOfRow[row] = example.targetTokens[index] as number
  }

  #emptyGradients(): ProjectionGradients {
    const gradients: { -readonly [name in keyof ProjectionGradients]: ProjectionGradients[name] } = {}
    for (const name of projectionNames) {
      const { rows, columns } = this.base.projections[name]
      if (this.#weights.config.train[name]) gradients[name] = zeroMatrix(rows, columns)
    }
    return gradients
  }
}

/** By the chain rule through `scale · b · a`: the slopes of a and of b from the slope of their product. */
function projectGradient(merged: Matrix, a: Matrix, b: Matrix): readonly [Float64Array, Float64Array] {
  const scale = adapterScale(a.rows)
  const slopeOfA = new Float64Array(a.data.length)
  const slopeOfB = new Float64Array(b.data.length)
  const { rows, columns } = merged
  for (let row = 0; row < rows; row++)
    for (let inner = 0; inner < a.rows; inner++) {
      const factor = b.data[row * b.columns + inner] as number
      let sum = 0
      for (let column = 0; column < columns; column++) {
        const slope = merged.data[row * columns + column] as number
        const at = inner * columns + column
        sum += slope * (a.data[at] as number)
        slopeOfA[at] = (slopeOfA[at] as number) + scale * factor * slope
      }
      slopeOfB[row * b.columns + inner] = scale * sum
    }
  return [slopeOfA, slopeOfB]
}
