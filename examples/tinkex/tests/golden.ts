import golden from "./fixtures/tinker/python-golden.json" with { type: "json" }
import type { TensorData } from "../src/data/tensors.ts"

/** Vectors that the official SDK computed. */
export { golden }

/** A tensor of the vectors: absent parts are null there. */
export interface GoldenTensor {
  readonly dtype: string
  readonly shape: readonly number[] | null
  readonly data: readonly number[]
  readonly sparse_crow_indices: readonly number[] | null
  readonly sparse_col_indices: readonly number[] | null
}

/** One of our tensors in the form of the vectors. */
export function toGolden(tensor: TensorData): GoldenTensor {
  return {
    dtype: tensor.dtype,
    shape: tensor.shape ?? null,
    data: Array.from<number | bigint, number>(tensor.data, Number),
    sparse_crow_indices: tensor.sparse_crow_indices ?? null,
    sparse_col_indices: tensor.sparse_col_indices ?? null,
  }
}

/** Bytes of base64 text. */
export function bytesOf(base64: string): Uint8Array {
  return new Uint8Array(Buffer.from(base64, "base64"))
}
