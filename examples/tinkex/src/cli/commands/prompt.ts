import { readFile } from "node:fs/promises"
import { resolve } from "node:path"
import { isPristineError } from "pristine-runtime"
import type { Tokenizer } from "../../tokenizers/tokenizer.ts"
import { CliError, usageError } from "../cli-error.ts"
import type { Terminal } from "../terminal.ts"

export interface PromptOptions {
  readonly prompt?: string
  readonly promptFile?: string
}

/** What is to be continued, as text or as tokens. */
export type Prompt = { readonly text: string } | { readonly tokens: readonly number[] }

/** Reads the one of both options that is given. A file holds text, a JSON array of token ids, or `{ "tokens": [...] }`; `-` is the standard input. */
export async function readPrompt({ prompt, promptFile }: PromptOptions, { cwd, input }: Terminal): Promise<Prompt> {
  if ((prompt === undefined) === (promptFile === undefined))
    throw usageError("Say either --prompt <text> or --prompt-file <file>")
  if (promptFile === undefined) return { text: prompt ?? "" }
  const text = promptFile === "-" ? await input() : await readFile(resolve(cwd, promptFile), "utf8")
  const tokens = tokensOf(text)
  return tokens === undefined ? { text } : { tokens }
}

/** The tokenizer that a text needs. Throws a `CliError` where it cannot be had; tokens need none. */
export async function tokenizerFor(prompt: Prompt, load: () => Promise<Tokenizer>): Promise<Tokenizer | undefined> {
  if ("tokens" in prompt) return undefined
  try {
    return await load()
  } catch (error) {
    if (!isPristineError(error)) throw error
    throw new CliError(
      `The model's tokenizer cannot be had: ${error.message}`,
      'Or give the ids of tokens: --prompt-file with a JSON array, or {"tokens": [...]}.',
    )
  }
}

function tokensOf(text: string): readonly number[] | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  const list: unknown = typeof value === "object" && value !== null && "tokens" in value ? value.tokens : value
  const isTokens = Array.isArray(list) && list.every((each) => Number.isSafeInteger(each) && Number(each) >= 0)
  return isTokens ? (list as readonly number[]) : undefined
}
