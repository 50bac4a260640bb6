import { byteTokenizer } from "../../../local-service/sampling/byte-tokenizer.ts"

/** Turns text into a model's tokens and back. */
export interface TextCodec {
  encode(text: string): readonly number[]
  decode(tokens: Iterable<number>): string
}

/** The tokenizer of a base model, where it is built in; others take token ids. */
export function textCodecOf(baseModel: string): TextCodec | undefined {
  return baseModel === "local/tiny-bytes" ? byteTokenizer : undefined
}
