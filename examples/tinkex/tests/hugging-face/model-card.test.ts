import { expect } from "vitest"
import { modelCard } from "../../src/hugging-face/model-card.ts"
import { it } from "../test.ts"

it("tells where an adapter comes from and how to use it", () => {
  const info = { base_model: "Qwen/Qwen3-8B", is_lora: true, lora_rank: 16, train_attn: true, train_mlp: false }
  expect(modelCard("tinker://run/sampler_weights/1", "me/mine", info)).toMatchInlineSnapshot(`
    "---
    base_model: "Qwen/Qwen3-8B"
    library_name: peft
    tags:
      - tinker
      - peft
      - lora
      - "base_model:adapter:Qwen/Qwen3-8B"
    tinker_path: "tinker://run/sampler_weights/1"
    ---

    # LoRA adapter for Qwen/Qwen3-8B

    Trained with Tinker.

    ## Usage

    \`\`\`python
    from peft import PeftModel
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen3-8B", device_map="auto")
    model = PeftModel.from_pretrained(model, "me/mine")
    \`\`\`

    ## Source

    \`\`\`
    tinker://run/sampler_weights/1
    \`\`\`

    ## Details

    - Base model: Qwen/Qwen3-8B
    - LoRA rank: 16
    - Trained modules: attn=true, mlp=false
    "
  `)
})

it("leaves out what is not known", () => {
  const card = modelCard("tinker://run/weights/1", "me/mine", { base_model: 'a"b: c', is_lora: true })
  expect(card).not.toMatch(/rank|Trained modules/)
  expect(card).toContain(String.raw`base_model: "a\"b: c"`)
  expect(card).toMatch(/- Base model: a"b: c\n$/)
})
