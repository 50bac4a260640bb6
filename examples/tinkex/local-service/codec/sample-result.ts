import { create, toBinary } from "@bufbuild/protobuf"
import { SampleResponseSchema, StopReason } from "../../src/proto/gen/tinker_pb.ts"
import type { RankedTokens, SampleResult } from "../sampling/sample-request.ts"
import { writeFloat32s, writeInt32s } from "./little-endian.ts"

/** The logprob of an empty cell in the table of ranked tokens. */
const emptyCellLogprob = -99_999

/** The result as the older JSON wire carries it. */
export function sampleResultJson(result: SampleResult): unknown {
  return {
    type: "sample",
    sequences: result.sequences.map((sequence) => ({
      stop_reason: sequence.stopReason,
      tokens: sequence.tokens,
      logprobs: sequence.logprobs.map(Math.fround),
    })),
    ...(result.promptLogprobs === undefined
      ? {}
      : {
          prompt_logprobs: result.promptLogprobs.map((logprob) =>
            logprob === undefined ? null : Math.fround(logprob),
          ),
        }),
    ...(result.topkPromptLogprobs === undefined
      ? {}
      : {
          topk_prompt_logprobs: result.topkPromptLogprobs.map(
            (row) => row?.map(([token, logprob]) => [token, Math.fround(logprob)]) ?? null,
          ),
        }),
  }
}

/** The result as a `SampleResponse` message. */
export function sampleResultProto(result: SampleResult): Uint8Array {
  const message = create(SampleResponseSchema, {
    sequences: result.sequences.map((sequence) => ({
      stopReason: sequence.stopReason === "stop" ? StopReason.STOP : StopReason.LENGTH,
      tokens: writeInt32s(sequence.tokens),
      logprobs: writeFloat32s(sequence.logprobs),
    })),
    ...(result.promptLogprobs === undefined
      ? {}
      : { promptLogprobs: writeFloat32s(result.promptLogprobs.map((logprob) => logprob ?? NaN)) }),
    ...(result.topkPromptLogprobs === undefined ? {} : { topkPromptLogprobs: rankedTable(result.topkPromptLogprobs) }),
  })
  return toBinary(SampleResponseSchema, message)
}

function rankedTable(rows: readonly (RankedTokens | undefined)[]) {
  const k = rows.reduce((width, row) => Math.max(width, row?.length ?? 0), 0)
  const cells = rows.flatMap((row) =>
    Array.from({ length: k }, (_value, rank) => row?.[rank] ?? ([0, emptyCellLogprob] as const)),
  )
  return {
    tokenIds: writeInt32s(cells.map(([token]) => token)),
    logprobs: writeFloat32s(cells.map(([, logprob]) => logprob)),
    k,
    promptLength: rows.length,
  }
}
