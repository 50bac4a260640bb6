import { createRandom } from "../seeded-random.ts"
import { type BaseModel, type ProjectionName, projectionNames } from "./base-model.ts"
import { type Matrix, randomMatrix, zeroMatrix } from "./matrix.ts"

/** `lora_config` of a `create_model` request with its defaults applied. */
export interface LoraConfig {
  /** Width of the adapters, a power of two. */
  readonly rank: number
  readonly seed?: number
  readonly train: Readonly<Record<ProjectionName, boolean>>
}

/** A low-rank change of one projection: `scale · b · a` is added to the frozen matrix. */
export interface Adapter {
  readonly a: Matrix
  readonly b: Matrix
}

/** Everything that training changes. */
export interface LoraWeights {
  readonly config: LoraConfig
  readonly adapters: Readonly<Partial<Record<ProjectionName, Adapter>>>
  /** The token id that each vocabulary row stands for when it is sampled. */
  readonly tokenOfRow: Int32Array
}

/** One trained array and its name in a checkpoint. */
export interface Parameter {
  readonly name: string
  readonly rows: number
  readonly columns: number
  readonly data: Float64Array
}

/** `lora_alpha` of the adapters, which are scaled by `loraAlpha / √rank`. */
export const loraAlpha = 12

/**
 * The factor before `b · a`. Over the root of the rank instead of the rank, one learning rate suits narrow and wide
 * adapters alike.
 */
export function adapterScale(rank: number): number {
  return loraAlpha / Math.sqrt(rank)
}

/** Fresh adapters: `a` random by the seed, `b` zero, so the model starts as its base. */
export function createLoraWeights(base: BaseModel, config: LoraConfig): LoraWeights {
  const random = createRandom(config.seed ?? 0)
  const adapters: Partial<Record<ProjectionName, Adapter>> = {}
  for (const name of projectionNames) {
    if (!config.train[name]) continue
    const { rows, columns } = base.projections[name]
    adapters[name] = {
      a: randomMatrix(config.rank, columns, 1 / Math.sqrt(columns), random),
      b: zeroMatrix(rows, config.rank),
    }
  }
  return { config, adapters, tokenOfRow: Int32Array.from({ length: base.vocabulary.rows }, (_value, row) => row) }
}

/** The trained arrays in the order in which the optimizer and checkpoints keep them. */
export function parametersOf(weights: LoraWeights): readonly Parameter[] {
  return projectionNames.flatMap((name) => {
    const adapter = weights.adapters[name]
    if (adapter === undefined) return []
    return [
      { name: `${name}.lora_A.weight`, ...adapter.a },
      { name: `${name}.lora_B.weight`, ...adapter.b },
    ]
  })
}

/** A copy that later training does not touch. */
export function cloneLoraWeights(weights: LoraWeights): LoraWeights {
  const copy = (matrix: Matrix): Matrix => ({ ...matrix, data: matrix.data.slice() })
  const adapters: Partial<Record<ProjectionName, Adapter>> = {}
  for (const name of projectionNames) {
    const adapter = weights.adapters[name]
    if (adapter !== undefined) adapters[name] = { a: copy(adapter.a), b: copy(adapter.b) }
  }
  return { config: weights.config, adapters, tokenOfRow: weights.tokenOfRow.slice() }
}

/** The projections as they act: the frozen matrix plus the adapter's change. */
export function mergeProjections(base: BaseModel, weights: LoraWeights | undefined): BaseModel["projections"] {
  const merge = (name: ProjectionName): Matrix => {
    const frozen = base.projections[name]
    const adapter = weights?.adapters[name]
    if (adapter === undefined) return frozen
    const { a, b } = adapter
    const scale = adapterScale(a.rows)
    const data = frozen.data.slice()
    for (let row = 0; row < b.rows; row++)
      for (let inner = 0; inner < a.rows; inner++) {
        const factor = scale * (b.data[row * b.columns + inner] as number)
        if (factor === 0) continue
        for (let column = 0, at = row * a.columns; column < a.columns; column++, at++)
          data[at] = (data[at] as number) + factor * (a.data[inner * a.columns + column] as number)
      }
    return { ...frozen, data }
  }
  return { attn: merge("attn"), mlp: merge("mlp"), unembed: merge("unembed") }
}
