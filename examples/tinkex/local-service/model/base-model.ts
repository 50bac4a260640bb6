import { createRandom, hashText } from "../seeded-random.ts"
import { type Matrix, randomMatrix, zeroMatrix } from "./matrix.ts"
import type { Vocabulary } from "./vocabulary.ts"

/** The three weight matrices that an adapter may change, by the word of `lora_config.train_*` that selects it. */
export const projectionNames = ["attn", "mlp", "unembed"] as const
export type ProjectionName = (typeof projectionNames)[number]

/** Tokens of context a prediction sees, the current one included. */
export const contextLength = 8
const embeddingWidth = 16
const residualWidth = 64
const hiddenWidth = 64

/**
 * The frozen weights under every adapter. `attn` mixes the embeddings of the context into the residual, `mlp` is the tanh
 * layer and `unembed` gives one logit a vocabulary row; the last two have one more column, their bias.
 */
export interface BaseModel {
  readonly name: string
  readonly vocabulary: Vocabulary
  /** One row a vocabulary row, and a last one for positions before the text. */
  readonly embedding: Matrix
  readonly projections: Readonly<Record<ProjectionName, Matrix>>
}

/** The weights that the name determines: every service has the same model under the same name. */
export function createBaseModel(name: string, vocabulary: Vocabulary): BaseModel {
  const random = createRandom(hashText(name))
  const contextWidth = contextLength * embeddingWidth
  const mlp = randomMatrix(hiddenWidth, residualWidth + 1, 2 / Math.sqrt(residualWidth), random)
  const unembed = zeroMatrix(vocabulary.rows, hiddenWidth + 1)
  // Small logits: an untrained model spreads its probability almost evenly, so its loss starts near ln(rows).
  for (let row = 0, at = 0; row < unembed.rows; row++, at++)
    for (let column = 0; column < hiddenWidth; column++, at++)
      unembed.data[at] = (0.6 / Math.sqrt(hiddenWidth)) * random.normal()
  return {
    name,
    vocabulary,
    embedding: randomMatrix(vocabulary.rows + 1, embeddingWidth, 1, random),
    projections: {
      attn: randomMatrix(residualWidth, contextWidth, 1 / Math.sqrt(contextWidth), random),
      mlp,
      unembed,
    },
  }
}
