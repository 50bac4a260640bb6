import { type BaseModel, contextLength, type ProjectionName } from "./base-model.ts"
import { type LoraWeights, mergeProjections } from "./lora-weights.ts"
import { addOuter, type Matrix, multiply, multiplyTransposed } from "./matrix.ts"

/** Gradients of the merged projections; a frozen one is absent. */
export type ProjectionGradients = Readonly<Partial<Record<ProjectionName, Matrix>>>

/**
 * The model of one set of weights: embeddings of the last eight tokens, a linear mix of them, one tanh layer, a softmax over
 * the vocabulary. It works one position at a time and keeps the activations of the last one, which `backward` needs.
 */
export class Network {
  readonly base: BaseModel
  /** Logarithms of the next token's probabilities at the position last evaluated, one a vocabulary row. */
  readonly logprobs: Float64Array
  readonly #projections: BaseModel["projections"]
  readonly #context: Float64Array
  readonly #residual: Float64Array
  readonly #hidden: Float64Array
  readonly #logitSlope: Float64Array
  readonly #hiddenSlope: Float64Array
  readonly #residualSlope: Float64Array

  constructor(base: BaseModel, weights: LoraWeights | undefined) {
    this.base = base
    this.#projections = mergeProjections(base, weights)
    const { attn, mlp, unembed } = this.#projections
    this.#context = new Float64Array(attn.columns)
    this.#residual = biased(mlp.columns)
    this.#hidden = biased(unembed.columns)
    this.logprobs = new Float64Array(unembed.rows)
    this.#logitSlope = new Float64Array(unembed.rows)
    this.#hiddenSlope = new Float64Array(unembed.columns)
    this.#residualSlope = new Float64Array(mlp.columns)
  }

  /** Predicts what follows `rows[position]`; the result is in `logprobs`. Positions before the text read as padding. */
  evaluate(rows: Int32Array, position: number): void {
    const { attn, mlp, unembed } = this.#projections
    const { columns: width, data, rows: tableRows } = this.base.embedding
    for (let back = 0; back < contextLength; back++) {
      const at = position - back
      const row = at < 0 ? tableRows - 1 : (rows[at] as number)
      this.#context.set(data.subarray(row * width, (row + 1) * width), back * width)
    }
    multiply(attn, this.#context, this.#residual)
    multiply(mlp, this.#residual, this.#hidden)
    for (let index = 0; index < mlp.rows; index++) this.#hidden[index] = Math.tanh(this.#hidden[index] as number)
    multiply(unembed, this.#hidden, this.logprobs)
    normalize(this.logprobs)
  }

  /**
   * Adds to `gradients` the slope of a loss whose derivative by the logprob of each target row is given, at the position
   * last evaluated.
   */
  backward(targets: Int32Array, slopes: Float64Array, gradients: ProjectionGradients): void {
    const { mlp, unembed } = this.#projections
    let total = 0
    for (const slope of slopes) total += slope
    const logits = this.#logitSlope
    for (let row = 0; row < logits.length; row++) logits[row] = -total * Math.exp(this.logprobs[row] as number)
    for (let index = 0; index < targets.length; index++) {
      const row = targets[index] as number
      logits[row] = (logits[row] as number) + (slopes[index] as number)
    }
    if (gradients.unembed !== undefined) addOuter(gradients.unembed, logits, this.#hidden)
    if (gradients.mlp === undefined && gradients.attn === undefined) return
    multiplyTransposed(unembed, logits, this.#hiddenSlope)
    for (let index = 0; index < mlp.rows; index++) {
      const value = this.#hidden[index] as number
      this.#hiddenSlope[index] = (this.#hiddenSlope[index] as number) * (1 - value * value)
    }
    if (gradients.mlp !== undefined) addOuter(gradients.mlp, this.#hiddenSlope, this.#residual)
    if (gradients.attn === undefined) return
    multiplyTransposed(mlp, this.#hiddenSlope, this.#residualSlope)
    addOuter(gradients.attn, this.#residualSlope, this.#context)
  }
}

/** An activation whose last entry is the constant 1 that the bias column multiplies. */
function biased(length: number): Float64Array {
  const vector = new Float64Array(length)
  vector[length - 1] = 1
  return vector
}

function normalize(logits: Float64Array): void {
  let peak = -Infinity
  for (const logit of logits) peak = Math.max(peak, logit)
  let sum = 0
  for (const logit of logits) sum += Math.exp(logit - peak)
  const shift = peak + Math.log(sum)
  for (let row = 0; row < logits.length; row++) logits[row] = (logits[row] as number) - shift
}
