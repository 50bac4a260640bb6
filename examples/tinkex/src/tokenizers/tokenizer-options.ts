import type { Tokenizer } from "./tokenizer.ts"
import type { TokenizerId } from "./tokenizer-id.ts"

/** Where tokenizers come from. */
export interface TokenizerOptions {
  /** Tokenizers by the name of a model or the id of a tokenizer; a text is another id. They come before everything else. */
  readonly overrides?: Readonly<Record<string, Tokenizer | string>>
  /** Makes a tokenizer, in place of Hugging Face and the optional packages. */
  readonly load?: (id: TokenizerId, signal: AbortSignal) => Tokenizer | PromiseLike<Tokenizer>
  /** Address of Hugging Face or a mirror. Default: `HF_ENDPOINT`, else `https://huggingface.co`. */
  readonly endpoint?: string
  /** For gated repositories. Default: `HF_TOKEN`, else `HUGGING_FACE_HUB_TOKEN`. Sent to the endpoint's origin alone. */
  readonly token?: string
  /**
   * Folder that keeps what was downloaded, by repository and revision; `false`: none. Node only. Default: `tinkex/hf` in
   * `XDG_CACHE_HOME`, `LOCALAPPDATA` or `~/.cache`.
   */
  readonly cacheDirectory?: string | false
}
