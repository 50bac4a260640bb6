import { expect } from "vitest"
import { parseTinkerPath } from "../../src/data/tinker-path.ts"
import { hubDestination } from "../../src/hugging-face/hub-destination.ts"
import { it } from "../test.ts"

it.each([
  ["nothing", "Qwen/Qwen3-8B", {}, "tinker-Qwen3-8B-a-train-0", "sampler_weights-0001"],
  ["no base model", undefined, {}, "tinker-adapter-a-train-0", "sampler_weights-0001"],
  ["a revision alone", "Qwen/Qwen3-8B", { revision: "two" }, "tinker-Qwen3-8B-a-train-0", "two"],
  ["a repository alone", "Qwen/Qwen3-8B", { repo: "me/mine" }, "me/mine", "main"],
  ["both", "Qwen/Qwen3-8B", { repo: "mine", revision: "two" }, "mine", "two"],
  ["a name with other characters", "a/b__ c!!", {}, "tinker-b__-c-a-train-0", "sampler_weights-0001"],
] as const)("given %s", (_, base, asked, repo, revision) => {
  const path = parseTinkerPath("tinker://a:train:0/sampler_weights/0001")
  expect(hubDestination(path, base, asked)).toEqual({ repo, revision })
})
