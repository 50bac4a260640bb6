import { tensorContainerShape } from "./tensor-container.ts"

/** Token ids. */
export interface EncodedTextChunk {
  readonly type: "encoded_text"
  readonly tokens: number[]
}

/** An image's file bytes. */
export interface ImageChunk {
  readonly type: "image"
  readonly data: Uint8Array
  readonly format: "png" | "jpeg"
  /** Tokens that the image will take; needed to know the length of the input before it is sent. */
  readonly expected_tokens?: number
}

/** An image that the service holds already. Sampling only: training requests cannot carry it. */
export interface ImageAssetPointerChunk {
  readonly type: "image_asset_pointer"
  readonly format: "png" | "jpeg"
  readonly location: string
  readonly expected_tokens?: number
}

/** Audio, as a tensor container. */
export interface DmelChunk {
  readonly type: "dmel"
  readonly dmel: Uint8Array
}

export type ModelInputChunk = EncodedTextChunk | ImageChunk | ImageAssetPointerChunk | DmelChunk

/** What a model reads: text, images and audio in order. */
export interface ModelInput {
  readonly chunks: ModelInputChunk[]
}

/** Builds and measures model inputs; none of the functions changes its argument. */
export const ModelInput = {
  empty: (): ModelInput => ({ chunks: [] }),

  /** One text chunk, also for an empty list. */
  fromInts: (tokens: Iterable<number>): ModelInput => ({ chunks: [{ tokens: [...tokens], type: "encoded_text" }] }),

  /** One text chunk of a text's tokens; `getTokenizer()` of a client has the tokenizer. No chat template is applied. */
  fromText: (text: string, tokenizer: { encode(text: string): Iterable<number> }): ModelInput =>
    ModelInput.fromInts(tokenizer.encode(text)),

  append: (input: ModelInput, chunk: ModelInputChunk): ModelInput => ({ chunks: [...input.chunks, chunk] }),

  /** Puts one token behind the last text chunk, or into a new one when the last chunk is not text. */
  appendInt: (input: ModelInput, token: number): ModelInput => {
    const last = input.chunks.at(-1)
    if (last?.type !== "encoded_text") return ModelInput.append(input, { tokens: [token], type: "encoded_text" })
    return { chunks: [...input.chunks.slice(0, -1), { ...last, tokens: [...last.tokens, token] }] }
  },

  /** All tokens. Throws a `TypeError` when a chunk is not text. */
  toInts: (input: ModelInput): number[] =>
    input.chunks.flatMap((chunk) => {
      if (chunk.type === "encoded_text") return chunk.tokens
      throw new TypeError(`A chunk of type ${chunk.type} has no token ids`)
    }),

  /** Positions that the input takes. Throws a `TypeError` for an image without `expected_tokens`. */
  length: (input: ModelInput): number => input.chunks.reduce((total, chunk) => total + chunkLength(chunk), 0),
} as const

function chunkLength(chunk: ModelInputChunk): number {
  if (chunk.type === "encoded_text") return chunk.tokens.length
  if (chunk.type === "dmel") return tensorContainerShape(chunk.dmel)[0] ?? 1
  if (chunk.expected_tokens !== undefined) return chunk.expected_tokens
  throw new TypeError(`The length of a chunk of type ${chunk.type} is known only with expected_tokens`)
}
