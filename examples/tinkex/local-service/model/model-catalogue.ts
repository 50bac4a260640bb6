import { type BaseModel, createBaseModel } from "./base-model.ts"
import { byteVocabulary, hashedVocabulary } from "./vocabulary.ts"
import { OptionError } from "../option-error.ts"

/** A base model that the service offers. */
export interface OfferedModel {
  readonly name: string
  /**
   * `"bytes"`: the built-in tokenizer, a token is a byte. `"hashed"`: ids of any tokenizer, which share 1,024 table rows.
   *
   * @default "hashed"
   */
  readonly vocabulary?: "bytes" | "hashed"
  /**
   * Tokens of prompt and answer together at most.
   *
   * @default 32768
   */
  readonly maxContextLength?: number
}

/** The base models of a service that was not told otherwise. */
export const defaultModels: readonly OfferedModel[] = [
  { name: "local/tiny-bytes", vocabulary: "bytes" },
  { name: "Qwen/Qwen3-8B" },
  { name: "meta-llama/Llama-3.2-1B" },
  { name: "meta-llama/Llama-3.1-8B" },
]

/** The offered models, and the weights of those that were asked for so far. */
export class ModelCatalogue {
  readonly #offered: ReadonlyMap<string, OfferedModel>
  readonly #built = new Map<string, BaseModel>()

  constructor(offered: readonly OfferedModel[]) {
    if (offered.some(({ name }) => name.trim() === "")) throw new OptionError("A base model needs a name")
    this.#offered = new Map(offered.map((model) => [model.name, model]))
  }

  list(): readonly { readonly model_name: string; readonly max_context_length: number }[] {
    return [...this.#offered.values()].map((model) => ({
      model_name: model.name,
      max_context_length: contextLimit(model),
    }))
  }

  has(name: string): boolean {
    return this.#offered.has(name)
  }

  /** Tokens of context of an offered model. */
  contextLimitOf(name: string): number {
    return contextLimit(this.#offered.get(name))
  }

  /** The weights under `name`, made on first use; `undefined` when the model is not offered. */
  base(name: string): BaseModel | undefined {
    const offered = this.#offered.get(name)
    if (offered === undefined) return undefined
    const built = this.#built.get(name)
    if (built !== undefined) return built
    const base = createBaseModel(name, offered.vocabulary === "bytes" ? byteVocabulary : hashedVocabulary)
    this.#built.set(name, base)
    return base
  }
}

function contextLimit(model: OfferedModel | undefined): number {
  return model?.maxContextLength ?? 32_768
}
