import { create, toBinary } from "@bufbuild/protobuf"
import { describe, expect } from "vitest"
import type { ForwardBackwardOutput } from "#tinker.pristine.json"
import { blobOf } from "../../src/data/blobs.ts"
import { DType, ForwardBackwardOutputSchema } from "../../src/proto/gen/tinker_pb.ts"
import { forwardBackwardOutput } from "../../src/proto/output-codec.ts"
import { bytesOf, golden, toGolden } from "../golden.ts"
import { it } from "../test.ts"

function shown(output: ForwardBackwardOutput): unknown {
  const rows = output.loss_fn_outputs.map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, tensor]) => [name, toGolden(tensor)])),
  )
  const metrics = Object.entries(output.metrics).map(([key, value]) =>
    Number.isFinite(value) ? [key, value] : [key, { nonfinite: String(value).toLowerCase() }],
  )
  return { ...output, loss_fn_outputs: rows, metrics: Object.fromEntries(metrics) as unknown }
}

describe("golden results", () => {
  it.each(golden.forward_backward_outputs)("decodes: $name", ({ proto_base64, expected }) => {
    expect(shown(forwardBackwardOutput.decode(bytesOf(proto_base64)))).toEqual(expected)
  })

  it.each(golden.forward_backward_outputs)("encodes what it decoded: $name", ({ proto_base64 }) => {
    const decoded = forwardBackwardOutput.decode(bytesOf(proto_base64))
    expect(shown(forwardBackwardOutput.decode(forwardBackwardOutput.encode(decoded)))).toEqual(shown(decoded))
  })
})

describe("a result that contradicts itself", () => {
  const batch = { data: new Uint8Array(8), dtype: DType.DTYPE_FLOAT32 }
  const offsets = (...values: bigint[]): Uint8Array => blobOf(BigInt64Array.from(values))
  it.each([
    ["offsets beyond the data", { ...batch, offsets: offsets(0n, 12n) }, 1n],
    ["offsets that fall", { ...batch, offsets: offsets(8n, 0n) }, 1n],
    ["a negative offset", { ...batch, offsets: offsets(-4n, 8n) }, 1n],
    ["an element cut in two", { ...batch, offsets: offsets(0n, 6n) }, 1n],
    ["fewer rows than examples", { ...batch, offsets: offsets(0n, 8n) }, 2n],
    ["an unknown dtype", { ...batch, dtype: DType.DTYPE_UNSPECIFIED, offsets: offsets(0n, 8n) }, 1n],
  ])("is refused: %s", (_, field, numDatums) => {
    const message = create(ForwardBackwardOutputSchema, { lossFnOutputs: [{ fields: { x: field }, numDatums }] })
    expect(() => forwardBackwardOutput.decode(toBinary(ForwardBackwardOutputSchema, message))).toThrow(RangeError)
  })

  it("is refused: more examples than anybody has", () => {
    const message = create(ForwardBackwardOutputSchema, { lossFnOutputs: [{ numDatums: 1n << 40n }] })
    expect(() => forwardBackwardOutput.decode(toBinary(ForwardBackwardOutputSchema, message))).toThrow(RangeError)
  })
})
