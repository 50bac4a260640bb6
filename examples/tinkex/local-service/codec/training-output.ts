import { create, toBinary } from "@bufbuild/protobuf"
import {
  type ArrayRecord,
  ArrayRecordSchema,
  DType,
  ForwardBackwardOutputSchema,
} from "../../src/proto/gen/tinker_pb.ts"
import type { DatumOutput, TrainingOutput } from "../training/training-request.ts"
import { writeFloat32s, writeInt64s } from "./little-endian.ts"

/** The type's name; on the protobuf wire the module that defines it stands before it, as the recorded service sends it. */
const outputType = "TorchLossReturn"
const qualifiedOutputType = `local.losses:${outputType}`

/** The result as the older JSON wire carries it. */
export function trainingOutputJson(output: TrainingOutput): unknown {
  return {
    loss_fn_output_type: outputType,
    loss_fn_outputs: output.data.map((datum) => ({
      logprobs: tensorJson(datum.logprobs, datum.shape),
      elementwise_loss: tensorJson(datum.elementwiseLoss, datum.shape),
    })),
    metrics: output.metrics,
  }
}

/** The result as a `ForwardBackwardOutput` message: one record for each run of datums with equal trailing shapes. */
export function trainingOutputProto(output: TrainingOutput): Uint8Array {
  const message = create(ForwardBackwardOutputSchema, {
    lossFnOutputType: qualifiedOutputType,
    lossFnOutputs: groupByTrailingShape(output.data).map(recordOf),
    metrics: { ...output.metrics },
  })
  return toBinary(ForwardBackwardOutputSchema, message)
}

function tensorJson(data: Float32Array, shape: readonly number[]): unknown {
  return { data: Array.from(data), dtype: "float32", shape }
}

function groupByTrailingShape(data: readonly DatumOutput[]): readonly (readonly DatumOutput[])[] {
  const groups: DatumOutput[][] = []
  let current: string | undefined
  for (const datum of data) {
    const trailing = datum.shape.slice(1).join()
    if (trailing !== current) groups.push([])
    groups.at(-1)?.push(datum)
    current = trailing
  }
  return groups
}

function recordOf(group: readonly DatumOutput[]): ArrayRecord {
  const trailingShape = group[0]?.shape.slice(1).map(BigInt) ?? []
  const batch = (pick: (datum: DatumOutput) => Float32Array) => {
    const arrays = group.map(pick)
    const offsets = [0]
    for (const array of arrays) offsets.push((offsets.at(-1) ?? 0) + array.byteLength)
    return {
      data: writeFloat32s(arrays.flatMap((array) => Array.from(array))),
      offsets: writeInt64s(offsets),
      dtype: DType.DTYPE_FLOAT32,
      trailingShape,
    }
  }
  return create(ArrayRecordSchema, {
    typeTag: qualifiedOutputType,
    fields: { logprobs: batch((datum) => datum.logprobs), elementwise_loss: batch((datum) => datum.elementwiseLoss) },
    numDatums: BigInt(group.length),
  })
}
