/** How the token ids of a model map to the rows of its tables. */
export interface Vocabulary {
  /** Rows of the embedding and of the output: the number of tokens the model tells apart. */
  readonly rows: number
  /** Token id that ends a text, where the vocabulary has one. */
  readonly endToken?: number
  /** The row of a token id, or `undefined` where the vocabulary has no such token. */
  rowOf(token: number): number | undefined
}

/** The built-in tokenizer: a token is a UTF-8 byte (0 to 255), 256 begins and 257 ends a text. */
export const byteVocabulary: Vocabulary = {
  rows: 258,
  endToken: 257,
  rowOf: (token) => (Number.isInteger(token) && token >= 0 && token < 258 ? token : undefined),
}

const plainRows = 512
const sharedRows = 512

/**
 * The vocabulary of a model whose tokenizer lives elsewhere. Ids below 512 have a row of their own, larger ones share 512
 * rows by a hash; the model remembers which id it last learned in a shared row, and samples that one.
 */
export const hashedVocabulary: Vocabulary = {
  rows: plainRows + sharedRows,
  rowOf: (token) => {
    if (!Number.isInteger(token) || token < 0 || token > 0x7fff_ffff) return undefined
    return token < plainRows ? token : plainRows + (Math.imul(token, 0x9e3779b1) >>> 23)
  },
}
