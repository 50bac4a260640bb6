import { loadTokenizer, type LoadOptions } from "./load-tokenizer.ts"
import type { LoadTokenizer } from "./tokenizer-options.ts"

/**
 * Gets tokenizers from Hugging Face, for the option `tokenizers` of `ServiceClient`: through the client's own transport, and so
 * through its proxy.
 *
 * @example
 * const service = new ServiceClient({ tokenizers: { load: hubLoader() } })
 */
export function hubLoader(
  options: Pick<LoadOptions, "cacheDirectory" | "endpoint" | "onWarning" | "token"> = {},
): LoadTokenizer {
  return (id, context) => loadTokenizer(id, { ...options, ...context })
}
