import { byteTokenizer } from "../../src/tokenizers/byte-tokenizer.ts"

/** `sampling_params.stop`: a text, texts, or token ids. */
export type StopCondition = string | readonly string[] | readonly number[]

/** Says whether the tokens sampled so far end the sequence. What stopped it stays in the sequence. */
export type StopRule = (tokens: readonly number[]) => boolean

/** A rule that holds after any of the stop texts (in bytes), stop tokens, or `endToken`. */
export function createStopRule(condition: StopCondition | undefined, endToken: number | undefined): StopRule {
  const stops = condition === undefined ? [] : typeof condition === "string" ? [condition] : condition
  const tokens = new Set(stops.filter((stop): stop is number => typeof stop === "number"))
  if (endToken !== undefined) tokens.add(endToken)
  const texts = stops.flatMap((stop) => (typeof stop === "string" && stop !== "" ? [byteTokenizer.encode(stop)] : []))
  return (sampled) => {
    const last = sampled.at(-1)
    if (last === undefined) return false
    return tokens.has(last) || texts.some((text) => endsWith(sampled, text))
  }
}

function endsWith(tokens: readonly number[], suffix: readonly number[]): boolean {
  const from = tokens.length - suffix.length
  return from >= 0 && suffix.every((token, index) => tokens[from + index] === token)
}
