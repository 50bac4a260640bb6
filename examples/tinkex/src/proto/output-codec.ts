import type { ForwardBackwardOutput } from "#tinker.pristine.json"
import { create, fromBinary, toBinary } from "@bufbuild/protobuf"
import { blobOf, int64sOf } from "../data/blobs.ts"
import type { TensorData } from "../data/tensors.ts"
import {
  ArrayRecordSchema,
  BatchedTensorSchema,
  DType,
  ForwardBackwardOutputSchema,
  type ArrayRecord,
  type BatchedTensor,
} from "./gen/tinker_pb.ts"
import { elementSize, readElements, tensorMessage } from "./tensor-codec.ts"

type Fields = Readonly<Record<string, TensorData>>

/** Training result ↔ protobuf. */
export const forwardBackwardOutput = {
  /** One record per example, since examples may differ in their fields. */
  encode(output: ForwardBackwardOutput): Uint8Array {
    const typeTag = output.loss_fn_output_type
    const lossFnOutputs = output.loss_fn_outputs.map((fields) => {
      const entries = Object.entries(fields).map(([name, tensor]) => [name, batchOfOne(tensor)] as const)
      return create(ArrayRecordSchema, { typeTag, fields: Object.fromEntries(entries), numDatums: 1n })
    })
    const metrics = { ...output.metrics }
    const message = create(ForwardBackwardOutputSchema, { lossFnOutputType: typeTag, lossFnOutputs, metrics })
    return toBinary(ForwardBackwardOutputSchema, message)
  },

  /** Throws a `RangeError` when offsets, blobs and counts contradict each other. */
  decode(bytes: Uint8Array): ForwardBackwardOutput {
    const message = fromBinary(ForwardBackwardOutputSchema, bytes)
    const records = message.lossFnOutputs
    const counted = records.some((record) => record.numDatums > 0n)
    return {
      loss_fn_output_type:
        records.length > 0 ? shortName(message.lossFnOutputType) : message.lossFnOutputType || "ArrayRecord",
      loss_fn_outputs: records.flatMap((record) => readRecord(record, counted)),
      metrics: message.metrics,
    }
  },
}

/** `module:Class` without the module. */
function shortName(type: string): string {
  return type.slice(type.lastIndexOf(":") + 1)
}

function readRecord(record: ArrayRecord, counted: boolean): Fields[] {
  const fields = Object.entries(record.fields).map(([name, tensor]) => [name, splitBatch(name, tensor)] as const)
  const count = counted ? Number(record.numDatums) : (fields[0]?.[1].length ?? 0)
  const short = fields.find(([, rows]) => rows.length !== count)
  if (short) throw new RangeError(`Field ${short[0]} holds ${short[1].length} examples of ${count}`)
  // Where the service stripped the fields, nothing but this bounds what a stated count makes us allocate.
  if (count > 1_000_000) throw new RangeError(`A record of ${count} examples`)
  return Array.from({ length: count }, (_, row) =>
    Object.fromEntries(fields.flatMap(([name, rows]) => (rows[row] ? [[name, rows[row]]] : []))),
  )
}

function splitBatch(name: string, batch: BatchedTensor): TensorData[] {
  const offsets = Array.from(int64sOf(batch.offsets), Number)
  const trailing = batch.trailingShape.map(Number)
  const rowSize = trailing.reduce((product, dimension) => product * dimension, elementSize(batch.dtype))
  return offsets.slice(1).map((end, index) => {
    const start = offsets[index] ?? 0
    if (start < 0 || end < start || end > batch.data.length) throw new RangeError(`Field ${name}: offsets out of range`)
    const tensor = readElements(batch.data.subarray(start, end), batch.dtype)
    return { ...tensor, shape: [rowSize > 0 ? (end - start) / rowSize : 0, ...trailing] }
  })
}

function batchOfOne(tensor: TensorData): BatchedTensor {
  const { encoding, dtype, shape } = tensorMessage(tensor)
  if (encoding.case !== "dense") throw new TypeError("A result cannot hold a sparse tensor")
  return create(BatchedTensorSchema, {
    data: encoding.value,
    offsets: blobOf(BigInt64Array.of(0n, BigInt(encoding.value.length))),
    dtype: dtype === DType.DTYPE_INT64 ? DType.DTYPE_INT64 : DType.DTYPE_FLOAT32,
    trailingShape: shape.slice(1),
  })
}
