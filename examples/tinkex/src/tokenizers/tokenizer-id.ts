import { PristineError } from "pristine-runtime"

/** Where a tokenizer is to be had: a repository of Hugging Face and its revision. */
export interface TokenizerId {
  readonly id: string
  /** A branch, a tag or a commit. */
  readonly revision: string
}

/** Llama 3's own repositories are gated; this one has the same tokenizer. */
const llama3 = "thinkingmachineslabinc/meta-llama-3-instruct-tokenizer"

/** Repositories whose files are read as they were at one commit, because later ones hold other code. */
const pinned: Readonly<Record<string, string>> = {
  "moonshotai/Kimi-K2-Thinking": "612681931a8c906ddb349f8ad0f582cb552189cd",
}

/** Models whose tokenizers are in a package of the service's own, which is not public. */
const internal = /^(?:TML|thinkingmachines)\//

/**
 * The tokenizer of a model: the one that the service names, else by the model's name. A revision behind a colon is kept, and
 * `organisation/model/variant` means `organisation/model`.
 *
 * @param named `tokenizer_id` of the service.
 * @throws PristineError with code `config` for a model whose tokenizer is not public.
 */
export function tokenizerIdOf(modelName: string, named?: string): TokenizerId {
  const [model = "", revision] = modelName.split(":", 2)
  if (named) return withRevision(...split(named))
  if (model.startsWith("meta-llama/Llama-3")) return withRevision(llama3)
  if (internal.test(model)) {
    throw new PristineError(
      "config",
      `The tokenizer of ${model} is not public: give one under \`tokenizers.overrides\``,
    )
  }
  const parts = model.split("/")
  return withRevision(parts.length === 3 ? parts.slice(0, 2).join("/") : model, revision)
}

function split(text: string): [id: string, revision: string | undefined] {
  const [id = "", revision] = text.split(":", 2)
  return [id, revision]
}

function withRevision(id: string, revision?: string): TokenizerId {
  const pin = Object.hasOwn(pinned, id) ? pinned[id] : undefined
  return { id, revision: revision ?? pin ?? "main" }
}
