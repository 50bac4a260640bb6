import { fromBinary } from "@bufbuild/protobuf"
import {
  type Chunk,
  type Datum,
  DType,
  type ForwardBackwardRequest,
  ForwardBackwardRequestSchema,
  type Tensor,
} from "../../src/proto/gen/tinker_pb.ts"
import { HttpError } from "../http/http-error.ts"
import type { TrainingDatum, TrainingOrder, TrainingTensor } from "../training/training-request.ts"
import { denseFromCsr, denseTensor } from "./dense-tensor.ts"
import { readBfloat16s, readFloat32s, readInt32s, readInt64s } from "./little-endian.ts"
import { checkedPlaceholders } from "./model-input-json.ts"
import { dmelLength, joinTokens } from "./placeholder-tokens.ts"

/**
 * Reads the body of a protobuf `forward_backward` request.
 *
 * @throws HttpError 422 when the bytes are no such message; `read` throws where its tensors contradict themselves.
 */
export function readTrainingRequestProto(body: Uint8Array): TrainingOrder {
  const message = parse(body)
  return {
    modelId: message.modelId,
    seqId: message.seqId,
    forwardOnly: message.forwardOnly,
    read: () => ({
      data: message.data.map(readDatum),
      lossFn: message.lossFn,
      lossFnConfig: message.lossFnConfig,
      forwardOnly: message.forwardOnly,
    }),
  }
}

function parse(body: Uint8Array): ForwardBackwardRequest {
  try {
    return fromBinary(ForwardBackwardRequestSchema, body)
  } catch {
    throw new HttpError(422, "Request body is not a ForwardBackwardRequest")
  }
}

function readDatum(datum: Datum): TrainingDatum {
  return {
    tokens: joinTokens(datum.modelInput.map(readChunk)),
    inputs: new Map(Object.entries(datum.lossFnInputs).map(([name, tensor]) => [name, readTensor(tensor)])),
  }
}

function readChunk({ chunk }: Chunk): Int32Array {
  switch (chunk.case) {
    case "encodedText":
      return readInt32s(chunk.value.tokens)
    case "image":
      return checkedPlaceholders(chunk.value.data, chunk.value.expectedTokens ?? 1)
    case "dmel":
      return checkedPlaceholders(chunk.value.dmel, dmelLength(chunk.value.dmel))
    default:
      throw new HttpError(422, "Unsupported model input chunk type")
  }
}

function readTensor(tensor: Tensor): TrainingTensor {
  const shape = tensor.shape.map(Number)
  if (tensor.encoding.case === "sparseCsr") {
    const { values, crowIndices, colIndices } = tensor.encoding.value
    const parts = {
      values: readElements(values, tensor.dtype),
      crowIndices: readInt64s(crowIndices),
      colIndices: readInt64s(colIndices),
    }
    return denseFromCsr(parts, shape)
  }
  return denseTensor(readElements(tensor.encoding.value ?? new Uint8Array(), tensor.dtype), shape)
}

function readElements(bytes: Uint8Array, dtype: DType): Float64Array {
  switch (dtype) {
    case DType.DTYPE_FLOAT32:
      return readFloat32s(bytes)
    case DType.DTYPE_INT64:
      return readInt64s(bytes)
    case DType.DTYPE_INT32:
      return Float64Array.from(readInt32s(bytes))
    case DType.DTYPE_BFLOAT16:
      return readBfloat16s(bytes)
    default:
      throw new HttpError(422, "A tensor states no dtype")
  }
}
