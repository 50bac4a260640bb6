import { create, fromBinary, toBinary } from "@bufbuild/protobuf"
import { blobOf, float32sOf, int32s, int32sOf } from "../data/blobs.ts"
import {
  SampledSequenceSchema,
  SampleResponseSchema,
  StopReason,
  TopkPromptLogprobsSchema,
  type TopkPromptLogprobs,
} from "./gen/tinker_pb.ts"
import { rankedTokens, type TokenLogprob } from "../data/ranked-tokens.ts"
import type { SampleResponse } from "#tinker.pristine.json"

/** Marks an empty cell of the table of likeliest tokens, together with token 0. */
const emptyLogprob = -99999

/** Sampling result ↔ protobuf. */
export const sampleResponse = {
  encode(response: SampleResponse): Uint8Array {
    const { prompt_logprobs: prompt, topk_prompt_logprobs: topk } = response
    const message = create(SampleResponseSchema, {
      sequences: response.sequences.map(({ stop_reason, tokens, logprobs }) =>
        create(SampledSequenceSchema, {
          stopReason: stop_reason === "length" ? StopReason.LENGTH : StopReason.STOP,
          tokens: blobOf(int32s(tokens)),
          ...(logprobs && { logprobs: blobOf(Float32Array.from(logprobs)) }),
        }),
      ),
      ...(prompt && { promptLogprobs: blobOf(Float32Array.from(prompt, (logprob) => logprob ?? NaN)) }),
      ...(topk && { topkPromptLogprobs: tableMessage(rankedTokens(topk)) }),
      promptCacheHitTokens: response.prompt_cache_hit_tokens ?? 0,
    })
    return toBinary(SampleResponseSchema, message)
  },

  /** Throws a `RangeError` on an unknown stop reason or blobs of the wrong length. */
  decode(bytes: Uint8Array): SampleResponse {
    const message = fromBinary(SampleResponseSchema, bytes)
    const topk = message.topkPromptLogprobs && tableOf(message.topkPromptLogprobs)
    return {
      sequences: message.sequences.map((sequence) => ({
        stop_reason: stopReason(sequence.stopReason),
        tokens: Array.from(int32sOf(sequence.tokens)),
        ...(sequence.logprobs?.length && { logprobs: Array.from(float32sOf(sequence.logprobs)) }),
      })),
      ...(message.promptLogprobs?.length && {
        prompt_logprobs: Array.from(float32sOf(message.promptLogprobs), (value) =>
          Number.isNaN(value) ? null : value,
        ),
      }),
      ...(topk && { topk_prompt_logprobs: topk }),
      prompt_cache_hit_tokens: message.promptCacheHitTokens,
    }
  },
}

function stopReason(reason: StopReason): "stop" | "length" {
  if (reason === StopReason.STOP) return "stop"
  if (reason === StopReason.LENGTH) return "length"
  throw new RangeError(`Unknown stop reason ${String(reason)}`)
}

function tableOf(table: TopkPromptLogprobs): (TokenLogprob[] | null)[] | undefined {
  const { k, promptLength } = table
  if (k === 0 || promptLength === 0) return undefined
  const tokens = int32sOf(table.tokenIds)
  const logprobs = float32sOf(table.logprobs)
  if (tokens.length !== k * promptLength || logprobs.length !== tokens.length) {
    throw new RangeError(`A table of ${promptLength} positions and ${k} ranks does not have ${tokens.length} cells`)
  }
  return Array.from({ length: promptLength }, (_, position) => {
    const cells = Array.from({ length: k }, (_, rank): TokenLogprob => {
      const at = position * k + rank
      return [tokens[at] ?? 0, logprobs[at] ?? emptyLogprob]
    })
    const used = cells.findLastIndex((cell) => !isEmpty(cell)) + 1
    return isEmpty(cells[0]) ? null : cells.slice(0, used)
  })
}

function isEmpty(cell: TokenLogprob | undefined): boolean {
  return cell?.[0] === 0 && cell[1] === emptyLogprob
}

function tableMessage(rows: readonly (readonly TokenLogprob[] | null)[]): TopkPromptLogprobs {
  const k = rows.reduce((most, row) => Math.max(most, row?.length ?? 0), 1)
  const cells = rows.flatMap((row) =>
    Array.from({ length: k }, (_, rank) => row?.[rank] ?? ([0, emptyLogprob] as const)),
  )
  return create(TopkPromptLogprobsSchema, {
    tokenIds: blobOf(int32s(cells.map(([token]) => token))),
    logprobs: blobOf(Float32Array.from(cells, ([, logprob]) => logprob)),
    k,
    promptLength: rows.length,
  })
}
