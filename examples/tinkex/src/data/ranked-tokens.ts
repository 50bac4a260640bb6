import type { SampleResponse } from "#tinker.pristine.json"
import { PristineError } from "pristine-runtime"

export type TokenLogprob = [token: number, logprob: number]

/** What was sampled, with the likeliest tokens of each place of the prompt as pairs; null where the service ranked none. */
export interface SampleResult extends Omit<SampleResponse, "topk_prompt_logprobs"> {
  topk_prompt_logprobs?: (TokenLogprob[] | null)[]
}

/**
 * Pairs of token and log-probability, in whichever of its two forms a service wrote them. Throws a `PristineError` with
 * code `decode` for any other: validation lets forms pass that a service may come up with.
 */
export function rankedTokens(table: NonNullable<SampleResponse["topk_prompt_logprobs"]>): (TokenLogprob[] | null)[] {
  return table.map((ranked) => ranked?.map((entry) => pairOf(Array.isArray(entry) ? entry : named(entry))) ?? null)
}

function named({ token_id, logprob }: { readonly token_id: number; readonly logprob: number }): readonly unknown[] {
  return [token_id, logprob]
}

function pairOf([token, logprob]: readonly unknown[]): TokenLogprob {
  if (typeof token === "number" && typeof logprob === "number") return [token, logprob]
  throw new PristineError("decode", "The service ranked tokens of the prompt in a form that nobody knows")
}

/** A sample whose likeliest tokens are pairs. */
export function withRankedTokens({ topk_prompt_logprobs: table, ...rest }: SampleResponse): SampleResult {
  return table === undefined ? rest : { ...rest, topk_prompt_logprobs: rankedTokens(table) }
}
