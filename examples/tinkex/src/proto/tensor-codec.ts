import { create } from "@bufbuild/protobuf"
import { bfloat16sOf, blobOf, float32sOf, int32sOf, int64sOf, type NumericArray } from "../data/blobs.ts"
import { integers, type TensorData } from "../data/tensors.ts"
import { DType, SparseCsrSchema, TensorSchema, type Tensor } from "./gen/tinker_pb.ts"

/** A tensor as a message. Requests know float32 and int64 only. */
export function tensorMessage(tensor: TensorData): Tensor {
  const values = blobOf(tensor.dtype === "int64" ? BigInt64Array.from(tensor.data, BigInt) : float32s(tensor.data))
  const crow = tensor.sparse_crow_indices
  const csr =
    crow &&
    create(SparseCsrSchema, {
      values,
      crowIndices: blobOf(BigInt64Array.from(crow, BigInt)),
      colIndices: blobOf(BigInt64Array.from(tensor.sparse_col_indices ?? [], BigInt)),
    })
  return create(TensorSchema, {
    encoding: csr ? { case: "sparseCsr", value: csr } : { case: "dense", value: values },
    dtype: tensor.dtype === "int64" ? DType.DTYPE_INT64 : DType.DTYPE_FLOAT32,
    shape: (tensor.shape ?? []).map(BigInt),
  })
}

/** The tensor of a message. Throws a `RangeError` on an unknown dtype or a blob of the wrong length. */
export function tensorOf(message: Tensor): TensorData {
  const csr = message.encoding.case === "sparseCsr" ? message.encoding.value : undefined
  const dense = message.encoding.case === "dense" ? message.encoding.value : new Uint8Array()
  return {
    ...readElements(csr?.values ?? dense, message.dtype),
    ...(message.shape.length > 0 && { shape: message.shape.map(Number) }),
    ...(csr && {
      sparse_crow_indices: Array.from(int64sOf(csr.crowIndices), Number),
      sparse_col_indices: Array.from(int64sOf(csr.colIndices), Number),
    }),
  }
}

/** Elements of any dtype, widened to the two that values have. */
export function readElements(blob: Uint8Array, dtype: DType): Pick<TensorData, "dtype" | "data"> {
  switch (dtype) {
    case DType.DTYPE_FLOAT32:
      return { dtype: "float32", data: float32sOf(blob) }
    case DType.DTYPE_BFLOAT16:
      return { dtype: "float32", data: bfloat16sOf(blob) }
    case DType.DTYPE_INT32:
      return { dtype: "int64", data: int32sOf(blob) }
    case DType.DTYPE_INT64:
      return { dtype: "int64", data: integers(int64sOf(blob)) }
    default:
      throw new RangeError(`Unknown dtype ${dtype}`)
  }
}

/** Bytes of one element. */
export function elementSize(dtype: DType): number {
  return dtype === DType.DTYPE_INT64 ? 8 : dtype === DType.DTYPE_BFLOAT16 ? 2 : 4
}

function float32s(data: NumericArray): Float32Array {
  return data instanceof Float32Array ? data : Float32Array.from<number | bigint>(data, Number)
}
