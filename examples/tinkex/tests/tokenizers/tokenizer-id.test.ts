import { describe, expect } from "vitest"
import { tokenizerIdOf } from "../../src/tokenizers/tokenizer-id.ts"
import { it } from "../test.ts"

const kimi = "612681931a8c906ddb349f8ad0f582cb552189cd"

describe("the tokenizer of a model", () => {
  it.each<[model: string, named: string | undefined, id: string, revision: string]>([
    ["Qwen/Qwen3-8B", undefined, "Qwen/Qwen3-8B", "main"],
    ["Qwen/Qwen3-8B:v2", undefined, "Qwen/Qwen3-8B", "v2"],
    ["Qwen/Qwen3-8B/variant", undefined, "Qwen/Qwen3-8B", "main"],
    ["meta-llama/Llama-3.1-8B", undefined, "thinkingmachineslabinc/meta-llama-3-instruct-tokenizer", "main"],
    ["meta-llama/Llama-3.1-8B:v2", undefined, "thinkingmachineslabinc/meta-llama-3-instruct-tokenizer", "main"],
    ["meta-llama/Llama-2-7b", undefined, "meta-llama/Llama-2-7b", "main"],
    ["moonshotai/Kimi-K2-Thinking", undefined, "moonshotai/Kimi-K2-Thinking", kimi],
    ["moonshotai/Kimi-K2-Thinking/low", undefined, "moonshotai/Kimi-K2-Thinking", kimi],
    ["moonshotai/Kimi-K2-Thinking:dev", undefined, "moonshotai/Kimi-K2-Thinking", "dev"],
    ["meta-llama/Llama-3.1-8B", "org/own:v3", "org/own", "v3"],
    ["TML/secret", "org/own", "org/own", "main"],
  ])("%s, named %s, is %s at %s", (model, named, id, revision) => {
    expect(tokenizerIdOf(model, named)).toEqual({ id, revision })
  })

  it.each(["TML/secret", "thinkingmachines/secret"])("%s is not public", (model) => {
    expect(() => tokenizerIdOf(model)).toThrow("tokenizers.overrides")
  })
})
