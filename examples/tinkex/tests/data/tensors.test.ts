import { describe, expect } from "vitest"
import {
  compressRows,
  float32,
  int64,
  tensorBytes,
  tensorData,
  toNumbers,
  type TensorData,
} from "../../src/data/tensors.ts"
import { it } from "../test.ts"

describe("the element type", () => {
  it.each([
    ["float32", float32([1, 2.5]), Float32Array],
    ["small integers", int64([-(2 ** 31), 2 ** 31 - 1]), Int32Array],
    ["large integers", int64([2 ** 31]), BigInt64Array],
    ["bigints", int64([1n << 62n]), BigInt64Array],
  ])("of %s", (_, tensor, type) => {
    expect(tensor.data).toBeInstanceOf(type)
  })

  it.each([
    ["a fraction", () => int64([1.5])],
    ["65 bits", () => int64([1n << 64n])],
    ["a shape that does not fit", () => float32([1, 2, 3], [2, 2])],
  ])("refuses %s", (_, make) => {
    expect(make).toThrow(RangeError)
  })
})

describe("JSON", () => {
  it.each<[string, TensorData, unknown]>([
    ["float32", float32([1, -0.5]), { data: [1, -0.5], dtype: "float32", shape: [2] }],
    ["int64", int64([7]), { data: [7], dtype: "int64", shape: [1] }],
    ["beyond 2^53", int64([5, (1n << 53n) + 1n]), { data: [5, (1n << 53n) + 1n], dtype: "int64", shape: [2] }],
  ])("of %s, there and back", (_, tensor, wire) => {
    expect(tensorData.encode(tensor)).toEqual(wire)
    expect(tensorData.decode(tensorData.encode(tensor))).toEqual(tensor)
  })

  it("reads nulls as absent", () => {
    const wire = {
      data: [1],
      dtype: "int64",
      shape: null,
      sparse_crow_indices: null,
      sparse_col_indices: null,
    } as const
    expect(tensorData.decode(wire)).toEqual({ dtype: "int64", data: Int32Array.of(1) })
  })
})

describe("compressed rows", () => {
  it("keep the stored values of a sparse matrix", () => {
    const sparse = compressRows(float32([0, 3, 0, 0, 0, 0, 0, 0, 0, 4], [2, 5]))
    expect(sparse).toEqual({
      dtype: "float32",
      data: Float32Array.of(3, 4),
      shape: [2, 5],
      sparse_crow_indices: [0, 1, 2],
      sparse_col_indices: [1, 4],
    })
    expect(tensorBytes(sparse)).toBe(2 * 4 + 5 * 8)
    expect(toNumbers(sparse)).toEqual([3, 4])
  })

  it.each([
    ["a dense matrix", float32([1, 2, 3, 4], [2, 2])],
    ["a vector", float32([0, 0, 0, 0, 0, 1])],
    ["equal sizes", float32([0, 0, 1], [1, 3])],
  ])("leave %s", (_, tensor) => {
    expect(compressRows(tensor)).toBe(tensor)
  })
})
