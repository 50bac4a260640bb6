import type { WeightsInfo } from "#tinker.pristine.json"

/** The README of an adapter on the Hub, with the metadata that the Hub reads from its head. */
export function modelCard(tinkerPath: string, repo: string, info: WeightsInfo): string {
  const { base_model: base, lora_rank: rank } = info
  const trained = [
    ["attn", info.train_attn],
    ["mlp", info.train_mlp],
    ["unembed", info.train_unembed],
  ] as const
  const known = trained.filter(([, isTrained]) => isTrained !== undefined)
  return `---
base_model: ${JSON.stringify(base)}
library_name: peft
tags:
  - tinker
  - peft
  - lora
  - ${JSON.stringify(`base_model:adapter:${base}`)}
tinker_path: ${JSON.stringify(tinkerPath)}
---

# LoRA adapter for ${base}

Trained with Tinker.

## Usage

\`\`\`python
from peft import PeftModel
from transformers import AutoModelForCausalLM

model = AutoModelForCausalLM.from_pretrained(${JSON.stringify(base)}, device_map="auto")
model = PeftModel.from_pretrained(model, ${JSON.stringify(repo)})
\`\`\`

## Source

\`\`\`
${tinkerPath}
\`\`\`

## Details

- Base model: ${base}
${rank === undefined ? "" : `- LoRA rank: ${rank}\n`}${
    known.length === 0
      ? ""
      : `- Trained modules: ${known.map(([name, isTrained]) => `${name}=${String(isTrained)}`).join(", ")}\n`
  }`
}
