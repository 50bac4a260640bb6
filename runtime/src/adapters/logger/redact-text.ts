import { looksSecret, redacted } from "./secrets.ts"

export interface RedactTextOptions {
  /** What else makes a word a secret, such as how the keys of one's own service begin: `/\btml-/`. */
  readonly secrets?: RegExp
  /** Characters that are kept. Default 4,096. */
  readonly longest?: number
}

/** Words of the letters that credentials are made of, with the name of a scheme before them; a private key, to its end. */
const candidates = /-----BEGIN[^]*|\b(?:(?:Bearer|Basic)\s+)?[\w.~+/=-]+/g
const scheme = /^(?:Bearer|Basic)\s/

/**
 * A text as it may stand in an event or a log, with what looks like a secret hidden: keys of well-known makers, web tokens,
 * private keys, values of `Bearer` and `Basic`. Other words stay, so that it can still be read. Control characters are left to
 * whoever prints it.
 */
export function redactText(text: string, { secrets, longest = 4096 }: RedactTextOptions = {}): string {
  const isSecret = (word: string): boolean =>
    scheme.test(word) || looksSecret(word) || (secrets !== undefined && word.search(secrets) !== -1)
  return text.slice(0, longest).replace(candidates, (word) => (isSecret(word) ? redacted : word))
}
