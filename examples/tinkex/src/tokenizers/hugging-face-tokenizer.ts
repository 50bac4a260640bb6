import type { Tokenizer as Library } from "@huggingface/tokenizers"
import { missingPackage } from "./missing-package.ts"
import type { Tokenizer } from "./tokenizer.ts"

/** The two files of a tokenizer, parsed. */
export interface HuggingFaceFiles {
  /** `tokenizer.json` */
  readonly tokenizer: object
  /** `tokenizer_config.json` */
  readonly config: object
}

/**
 * A tokenizer of Hugging Face, by the optional package `@huggingface/tokenizers`. It always finds special tokens in a text.
 *
 * @throws PristineError with code `config` where the package is not installed.
 */
export async function huggingFaceTokenizer({ tokenizer, config }: HuggingFaceFiles): Promise<Tokenizer> {
  const library = await load()
  const made = new library(tokenizer, config)
  return {
    encode: (text, { addSpecialTokens = true } = {}) => made.encode(text, { add_special_tokens: addSpecialTokens }).ids,
    decode: (tokens, { skipSpecialTokens = false } = {}) =>
      made.decode([...tokens], { skip_special_tokens: skipSpecialTokens }),
  }
}

async function load(): Promise<typeof Library> {
  try {
    return (await import("@huggingface/tokenizers")).Tokenizer
  } catch (error) {
    throw missingPackage("@huggingface/tokenizers", error)
  }
}
