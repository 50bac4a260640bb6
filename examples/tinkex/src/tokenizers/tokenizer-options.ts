import type { Client } from "pristine-runtime"
import type { Tokenizer } from "./tokenizer.ts"
import type { TokenizerId } from "./tokenizer-id.ts"

/** What a loader is lent by the client that asks. */
export interface LoadContext extends Pick<Client, "transport" | "clock" | "random" | "env"> {
  /** Aborts when the service client is closed. */
  readonly signal: AbortSignal
}

/** Gets a tokenizer from somewhere. `hubLoader` of `tinkex/tokenizers` is one. */
export type LoadTokenizer = (id: TokenizerId, context: LoadContext) => Tokenizer | PromiseLike<Tokenizer>

/** Where the tokenizers of a service client come from. */
export interface TokenizerOptions {
  /** Tokenizers by the name of a model or the id of a tokenizer; a text is another id. They come before everything else. */
  readonly overrides?: Readonly<Record<string, Tokenizer | string>>
  /** Gets all others. Without one there are none. */
  readonly load?: LoadTokenizer
}
