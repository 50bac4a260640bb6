import type { Tiktoken } from "js-tiktoken/lite"
import { missingPackage } from "./missing-package.ts"
import type { Tokenizer } from "./tokenizer.ts"

export interface TiktokenFiles {
  /** `tiktoken.model`: a line for each token, of its bytes in base64 and its rank. */
  readonly ranks: string
  /** `tokenizer_config.json`, parsed: names of special tokens, under `added_tokens_decoder`. */
  readonly config: unknown
  /** Takes a text apart before tokens are made of it. Default: Kimi's. */
  readonly pattern?: string
}

/** Special tokens have the ids behind the ranks, so many. */
const specials = 256

const contraction = String.raw`(?:'(?:[sSſ]|[tT]|[rR][eE]|[vV][eE]|[mM]|[lL][lL]|[dD]))?`
const upper = String.raw`(?:(?!\p{Script=Han})[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}])`
const lower = String.raw`(?:(?!\p{Script=Han})[\p{Ll}\p{Lm}\p{Lo}\p{M}])`

/** Kimi's pattern, in words that every platform has: no set intersections, no `(?i:…)`. */
const kimiPattern = [
  String.raw`\p{Script=Han}+`,
  String.raw`[^\r\n\p{L}\p{N}]?${upper}*${lower}+${contraction}`,
  String.raw`[^\r\n\p{L}\p{N}]?${upper}+${lower}*${contraction}`,
  String.raw`\p{N}{1,3}`,
  String.raw` ?[^\s\p{L}\p{N}]+[\r\n]*`,
  String.raw`\s*[\r\n]+`,
  String.raw`\s+(?!\S)`,
  String.raw`\s+`,
].join("|")

/**
 * A byte-pair tokenizer from the files of a Kimi model, by the optional package `js-tiktoken`.
 *
 * @throws PristineError with code `config` where the package is not installed; TypeError where the ranks are not of the form.
 */
export async function tiktokenTokenizer({ ranks, config, pattern = kimiPattern }: TiktokenFiles): Promise<Tokenizer> {
  const library = await load()
  const lines = ranks.split("\n").filter((line) => line.trim() !== "")
  const table = lines.map((line) => {
    const [, token, rank] = /^([A-Za-z0-9+/=]+) (\d+)\s*$/.exec(line) ?? []
    if (token === undefined || rank === undefined) throw new TypeError("The ranks are not lines of base64 and a number")
    return `! ${rank} ${token}`
  })
  const named = specialTokens(config, lines.length)
  const byId = new Map(Object.entries(named).map(([name, id]) => [id, name]))
  const made = new library({ pat_str: pattern, special_tokens: named, bpe_ranks: table.join("\n") })
  const isKnown = (token: number): boolean => Number.isInteger(token) && token >= 0 && token < lines.length + specials
  return {
    encode: (text, { allowSpecial = true } = {}) => made.encode(text, allowSpecial ? "all" : [], []),
    decode: (tokens, { skipSpecialTokens = false } = {}) => {
      const ids = [...tokens]
      const unknown = ids.find((token) => !isKnown(token))
      if (unknown !== undefined) throw new RangeError(`The tokenizer has no token ${unknown}`)
      return made.decode(skipSpecialTokens ? ids.filter((token) => !byId.has(token)) : ids)
    },
  }
}

/** Every id has a token, whether the configuration names it or not. */
function specialTokens(config: unknown, first: number): Record<string, number> {
  const decoder = isRecord(config) ? config["added_tokens_decoder"] : undefined
  const named = isRecord(decoder) ? decoder : {}
  const entries = Array.from({ length: specials }, (_, index): [string, number] => {
    const id = first + index
    const { [String(id)]: added } = named
    const content = isRecord(added) ? added["content"] : undefined
    return [typeof content === "string" ? content : `<|reserved_token_${id}|>`, id]
  })
  return Object.fromEntries(entries)
}

async function load(): Promise<typeof Tiktoken> {
  try {
    return (await import("js-tiktoken/lite")).Tiktoken
  } catch (error) {
    throw missingPackage("js-tiktoken", error)
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null
}
