import type { Fields } from "../http/fields.ts"
import { HttpError } from "../http/http-error.ts"
import type { SampleRequest, SamplingParams } from "../sampling/sample-request.ts"
import type { StopCondition } from "../sampling/stop-rule.ts"
import { readModelInput } from "./model-input-json.ts"

/** Tokens sampled when a request states no `max_tokens`, as in the recorded traffic. */
const defaultMaxTokens = 16
const maxSequences = 1024

/**
 * Reads what an `asample` or `stream_sample` body says about sampling.
 *
 * @throws HttpError 422 for wrong types, 400 for values out of range.
 */
export function readSampleRequest(body: Fields): SampleRequest {
  const count = body.optionalInteger("num_samples") ?? 1
  if (count < 1 || count > maxSequences) throw new HttpError(400, `num_samples must be between 1 and ${maxSequences}`)
  const topkPromptLogprobs = body.optionalInteger("topk_prompt_logprobs") ?? 0
  if (topkPromptLogprobs < 0) throw new HttpError(400, "topk_prompt_logprobs must not be negative")
  return {
    prompt: readModelInput(body.object("prompt")),
    count,
    params: readParams(body.optionalObject("sampling_params")),
    promptLogprobs: body.boolean("prompt_logprobs", false),
    topkPromptLogprobs,
  }
}

function readParams(params: Fields | undefined): SamplingParams {
  const maxTokens = params?.optionalInteger("max_tokens") ?? defaultMaxTokens
  if (maxTokens < 1) throw new HttpError(400, "max_tokens must be positive")
  const temperature = params?.number("temperature", 1) ?? 1
  if (temperature < 0) throw new HttpError(400, "temperature must not be negative")
  const topP = params?.number("top_p", 1) ?? 1
  if (topP <= 0 || topP > 1) throw new HttpError(400, "top_p must be in (0, 1]")
  const seed = params?.optionalWireInteger("seed")
  const stop = readStop(params?.raw("stop"))
  return {
    maxTokens,
    temperature,
    topK: params?.optionalInteger("top_k") ?? -1,
    topP,
    ...(seed === undefined ? {} : { seed: seed.toString() }),
    ...(stop === undefined ? {} : { stop }),
  }
}

function readStop(stop: unknown): StopCondition | undefined {
  if (stop === undefined || typeof stop === "string") return stop
  if (Array.isArray(stop)) {
    if (stop.every((entry) => typeof entry === "string")) return stop
    if (stop.every((entry) => typeof entry === "number")) return stop
  }
  throw new HttpError(422, [
    { loc: ["body", "sampling_params", "stop"], msg: "Input should be a text, texts or token ids", type: "union_type" },
  ])
}
