import { describe, expect } from "vitest"
import { parseTinkerPath } from "../../src/data/tinker-path.ts"
import { it } from "../test.ts"

describe("a checkpoint path", () => {
  it.each([
    ["weights", "tinker://a:train:0/weights/0001"],
    ["sampler_weights", "tinker://a:train:0/sampler_weights/0001"],
  ])("of %s", (kind, path) => {
    expect(parseTinkerPath(path)).toEqual({
      trainingRunId: "a:train:0",
      kind,
      name: "0001",
      checkpointId: `${kind}/0001`,
    })
  })

  it.each([
    "",
    "a/weights/b",
    "tinker://a/weights",
    "tinker://a/other/b",
    "tinker://a/weights/b/c",
    "tinker:///weights/b",
  ])("is not %j", (path) => {
    expect(() => parseTinkerPath(path)).toThrow(TypeError)
  })
})
