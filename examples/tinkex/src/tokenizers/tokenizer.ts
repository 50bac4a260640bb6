export interface EncodeOptions {
  /** Tokens that a model's texts begin or end with, where its tokenizer has some. Default true. */
  readonly addSpecialTokens?: boolean
  /** A special token's name in the text becomes that token; `false`: it is text. Default true. */
  readonly allowSpecial?: boolean
}

export interface DecodeOptions {
  /** Leaves special tokens out. Default false. */
  readonly skipSpecialTokens?: boolean
}

/** Turns text into the token ids of a model, and back. Any object of this form is one. */
export interface Tokenizer {
  encode(text: string, options?: EncodeOptions): number[]
  /** What is no UTF-8 becomes U+FFFD. */
  decode(tokens: Iterable<number>, options?: DecodeOptions): string
}
