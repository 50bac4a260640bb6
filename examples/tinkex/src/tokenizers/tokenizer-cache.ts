import { PristineError, waitFor, type Client } from "pristine-runtime"
import type { Tokenizer } from "./tokenizer.ts"
import { tokenizerIdOf, type TokenizerId } from "./tokenizer-id.ts"
import type { TokenizerOptions } from "./tokenizer-options.ts"

/** The tokenizers of one service client: each is loaded once, for everybody who asks. One that failed is tried again. */
export class TokenizerCache {
  readonly #options: TokenizerOptions
  readonly #stop: AbortSignal
  readonly #loading = new Map<string, Promise<Tokenizer>>()

  /** `stop` gives up what is being loaded. */
  constructor(options: TokenizerOptions, stop: AbortSignal) {
    this.#options = options
    this.#stop = stop
  }

  /**
   * The tokenizer of a model.
   *
   * @param named `tokenizer_id` of the service, where it has one.
   * @param client Lends its transport, clock and environment.
   */
  async get(model: string, named: string | undefined, client: Client, signal?: AbortSignal): Promise<Tokenizer> {
    const asModel = this.#override(model)
    if (typeof asModel === "object") return asModel
    const found = tokenizerIdOf(model, asModel ?? named)
    const asId = this.#override(found.id)
    if (typeof asId === "object") return asId
    const wanted = asId === undefined ? found : tokenizerIdOf(asId)
    const key = `${wanted.id}:${wanted.revision}`
    let loading = this.#loading.get(key)
    if (!loading) {
      loading = this.#load(wanted, client).catch((error: unknown) => {
        this.#loading.delete(key)
        throw error
      })
      this.#loading.set(key, loading)
    }
    return waitFor(loading, signal)
  }

  #override(name: string): Tokenizer | string | undefined {
    const { overrides = {} } = this.#options
    return Object.hasOwn(overrides, name) ? overrides[name] : undefined
  }

  async #load(wanted: TokenizerId, { transport, clock, random, env }: Client): Promise<Tokenizer> {
    const { load } = this.#options
    if (load) return load(wanted, { transport, clock, random, env, signal: this.#stop })
    const ways = wanted.id.startsWith("local/")
      ? "pass `tokenizers: { overrides: { [model]: byteTokenizer } }`, of tinkex/local-service"
      : "pass `tokenizers: { load: hubLoader() }`, of tinkex/tokenizers, or an override"
    throw new PristineError("config", `The service client has no tokenizer ${wanted.id}: ${ways}`)
  }
}
