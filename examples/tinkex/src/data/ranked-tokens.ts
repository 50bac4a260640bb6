import type { SampleResponse } from "#tinker.pristine.json"

export type TokenLogprob = [token: number, logprob: number]

/** What was sampled, with the likeliest tokens of each place of the prompt as pairs; null where the service ranked none. */
export interface SampleResult extends Omit<SampleResponse, "topk_prompt_logprobs"> {
  topk_prompt_logprobs?: (TokenLogprob[] | null)[]
}

/** Pairs of token and log-probability, in whichever of its two forms a service wrote them. */
export function rankedTokens(table: NonNullable<SampleResponse["topk_prompt_logprobs"]>): (TokenLogprob[] | null)[] {
  return table.map(
    (ranked) =>
      ranked?.map((entry): TokenLogprob => (Array.isArray(entry) ? entry : [entry.token_id, entry.logprob])) ?? null,
  )
}

/** A sample whose likeliest tokens are pairs. */
export function withRankedTokens({ topk_prompt_logprobs: table, ...rest }: SampleResponse): SampleResult {
  return table === undefined ? rest : { ...rest, topk_prompt_logprobs: rankedTokens(table) }
}
