import { datum, ModelInput } from "tinkex"
import { byteTokenizer, startLocalService } from "tinkex/local-service"

/**
 * Where an example finds Tinker: at `TINKER_BASE_URL` (with `TINKER_API_KEY`, and `TINKER_BASE_MODEL` to name a model), or
 * at a service on this machine that is started for it, which is `local` then. `options` are those of `startLocalService`.
 */
export async function startService(options) {
  const {
    TINKER_BASE_URL: baseUrl,
    TINKER_API_KEY: apiKey,
    TINKER_BASE_MODEL: model = "local/tiny-bytes",
  } = process.env
  if (baseUrl) return { settings: { baseUrl, apiKey }, model, close: async () => {} }
  const local = await startLocalService({ seed: 1, ...options })
  return { settings: { baseUrl: local.url, apiKey: "tml-example" }, model, local, close: () => local.close() }
}

/** Bytes are the tokens of the small model. For another one, take the tokenizer that `getInfo()` names. */
export const { encode, decode } = byteTokenizer

/** A text to read. */
export const prompt = (text) => ModelInput.fromInts(encode(text))

/** A training example: each token of the text predicts the next one. */
export function example(text) {
  const tokens = encode(text)
  const targets = tokens.slice(1)
  return datum(ModelInput.fromInts(tokens.slice(0, -1)), { target_tokens: targets, weights: targets.map(() => 1) })
}

/** Trains until the model knows the texts: some full-batch steps, the rate of learning falling to zero. */
export async function teach(training, texts, steps = 30) {
  for (let step = 0; step < steps; step++) {
    void training.forwardBackward(texts.map(example), "cross_entropy")
    await training.optimStep({ learning_rate: 0.03 * (1 - step / steps) })
  }
}

/** What was sampled, with a dot for what cannot be printed. */
export const printable = (tokens) => decode(tokens).replace(/[^ -~]/g, "·")
