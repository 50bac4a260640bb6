import { create, fromBinary, toBinary } from "@bufbuild/protobuf"
import { blobOf, int32s, int32sOf } from "../data/blobs.ts"
import type { Datum } from "../data/datum.ts"
import type { ModelInputChunk } from "../data/model-input.ts"
import { ChunkSchema, DatumSchema, ForwardBackwardRequestSchema, type Chunk } from "./gen/tinker_pb.ts"
import { tensorMessage, tensorOf } from "./tensor-codec.ts"

/** A training request. */
export interface ForwardBackwardRequest {
  readonly model_id: string
  readonly seq_id: number
  readonly data: readonly Datum[]
  readonly loss_fn: string
  readonly loss_fn_config?: Readonly<Record<string, number>>
  /** True computes losses without a gradient. */
  readonly forward_only?: boolean
}

/** Training request ↔ protobuf. */
export const forwardBackward = {
  /** Throws a `TypeError` for a chunk that the message cannot carry. */
  encode(request: ForwardBackwardRequest): Uint8Array {
    const message = create(ForwardBackwardRequestSchema, {
      modelId: request.model_id,
      seqId: request.seq_id,
      data: request.data.map((datum) =>
        create(DatumSchema, {
          modelInput: datum.model_input.chunks.map(chunkMessage),
          lossFnInputs: mapValues(datum.loss_fn_inputs, tensorMessage),
        }),
      ),
      lossFn: request.loss_fn,
      lossFnConfig: { ...request.loss_fn_config },
      forwardOnly: request.forward_only ?? false,
    })
    return toBinary(ForwardBackwardRequestSchema, message)
  },

  decode(bytes: Uint8Array): ForwardBackwardRequest {
    const message = fromBinary(ForwardBackwardRequestSchema, bytes)
    return {
      model_id: message.modelId,
      seq_id: message.seqId,
      data: message.data.map((datum) => ({
        model_input: { chunks: datum.modelInput.map(chunkOf) },
        loss_fn_inputs: mapValues(datum.lossFnInputs, tensorOf),
      })),
      loss_fn: message.lossFn,
      ...(Object.keys(message.lossFnConfig).length > 0 && { loss_fn_config: message.lossFnConfig }),
      forward_only: message.forwardOnly,
    }
  },
}

function chunkMessage(chunk: ModelInputChunk): Chunk {
  switch (chunk.type) {
    case "encoded_text":
      return create(ChunkSchema, {
        chunk: { case: "encodedText", value: { tokens: blobOf(int32s(chunk.tokens)) } },
      })
    case "image": {
      const { data, format, expected_tokens: expectedTokens } = chunk
      return create(ChunkSchema, {
        chunk: { case: "image", value: { data, format, ...(expectedTokens !== undefined && { expectedTokens }) } },
      })
    }
    case "dmel":
      return create(ChunkSchema, { chunk: { case: "dmel", value: { dmel: chunk.dmel } } })
    case "image_asset_pointer":
      throw new TypeError("Unsupported model input chunk type: image_asset_pointer")
  }
}

function chunkOf({ chunk }: Chunk): ModelInputChunk {
  switch (chunk.case) {
    case "encodedText":
      return { tokens: Array.from(int32sOf(chunk.value.tokens)), type: "encoded_text" }
    case "image": {
      const { data, format, expectedTokens } = chunk.value
      if (format !== "png" && format !== "jpeg") throw new TypeError("Unsupported image format")
      return { data, format, ...(expectedTokens !== undefined && { expected_tokens: expectedTokens }), type: "image" }
    }
    case "dmel":
      return { dmel: chunk.value.dmel, type: "dmel" }
    case undefined:
      throw new TypeError("A model input chunk without content")
  }
}

function mapValues<From, To>(record: Readonly<Record<string, From>>, to: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, to(value)]))
}
