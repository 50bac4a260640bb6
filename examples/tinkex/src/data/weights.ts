import type { Datum } from "./datum.ts"
import type { ModelInput, ModelInputChunk } from "./model-input.ts"
import { tensorBytes } from "./tensors.ts"

/** Estimated bytes of a sampling request: ten for each text token, since prompts travel as decimal text. */
export function promptBytes(input: { readonly prompt: ModelInput }): number {
  return input.prompt.chunks.reduce((total, chunk) => total + chunkBytes(chunk, 10), 0)
}

/** Estimated bytes of a training request: four for each text token, and the tensors as they are. */
export function dataBytes(input: { readonly data: readonly Datum[] }): number {
  return input.data.reduce((total, datum) => total + datumBytes(datum), 0)
}

/** Estimated bytes of one training example; the unit of the server's chunk limits. */
export function datumBytes(datum: Datum): number {
  const text = datum.model_input.chunks.reduce((total, chunk) => total + chunkBytes(chunk, 4), 0)
  return Object.values(datum.loss_fn_inputs).reduce((total, tensor) => total + tensorBytes(tensor), text)
}

function chunkBytes(chunk: ModelInputChunk, perToken: number): number {
  switch (chunk.type) {
    case "encoded_text":
      return chunk.tokens.length * perToken
    case "image":
      return chunk.data.length
    case "image_asset_pointer":
      return chunk.location.length
    case "dmel":
      return chunk.dmel.length
  }
}
