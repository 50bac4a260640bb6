import { describe, expect } from "vitest"
import { closestName } from "../../src/values/closest-name.ts"
import { it } from "../test.ts"

const names = ["baseUrl", "headers", "maxRetries", "numSamples", "optimizer", "promptLogprobs", "rank", "seed"]

describe("the name that was probably meant", () => {
  it.each([
    ["in the case of another language", "num_samples", "numSamples"],
    ["in another case", "Rank", "rank"],
    ["with an abbreviation in capitals", "baseURL", "baseUrl"],
    ["misspelled", "maxRetrys", "maxRetries"],
    ["with a word in front", "default_headers", "headers"],
    ["with a longer word in front", "include_prompt_logprobs", "promptLogprobs"],
    ["with a word too few", "prompt_logprob", "promptLogprobs"],
  ])("is found: %s", (_, given, meant) => {
    expect(closestName(given, names)).toBe(meant)
  })

  it.each([
    ["of another thing", "temperature"],
    ["empty", ""],
    ["long", "x".repeat(100_000)],
  ])("is none near one %s", (_, given) => {
    expect(closestName(given, names)).toBeUndefined()
  })
})
