import { expect } from "vitest"
import { folderName } from "../../src/checkpoint-files/folder-name.ts"
import { it } from "../test.ts"

it.each([
  ["tinker://run-123/weights/0001", "linux", "run-123_weights_0001"],
  ["tinker://a:train:0/sampler_weights/b", "linux", "a:train:0_sampler_weights_b"],
  ["tinker://a:train:0/sampler_weights/b", "win32", "a_train_0_sampler_weights_b"],
  ["tinker://../weights/..", "linux", ".._weights_.."],
  ["tinker://a/weights/..\\b", "linux", "a_weights_.._b"],
] as const)("%s on %s is %s", (path, platform, name) => {
  expect(folderName(path, platform)).toBe(name)
})

it.each(["", "run/weights/1", "tinker://run/weights", "tinker://run/other/1", "tinker://a/weights/b/c"])(
  "refuses %j",
  (path) => {
    expect(() => folderName(path)).toThrow(TypeError)
  },
)
