/**
 * The tokenizer of `local/tiny-bytes`: a token is a UTF-8 byte. 256 stands for the beginning and 257 for the end of a text;
 * both, and every id beyond, decode to nothing. Stop strings are compared in these bytes under every model.
 */
export const byteTokenizer = {
  beginToken: 256,
  endToken: 257,
  /** The bytes of `text`, without begin or end tokens. */
  encode: (text: string): number[] => [...new TextEncoder().encode(text)],
  /** The text of `tokens`; bytes that are no UTF-8 become U+FFFD. */
  decode: (tokens: Iterable<number>): string =>
    new TextDecoder().decode(Uint8Array.from([...tokens].filter((token) => token >= 0 && token < 256))),
}
