import { readSampleRequest } from "../codec/sample-request.ts"
import { sampleResultJson, sampleResultProto } from "../codec/sample-result.ts"
import type { Exchange } from "../http/exchange.ts"
import type { Fields } from "../http/fields.ts"
import { HttpError } from "../http/http-error.ts"
import { eventStream, json, type Reply } from "../http/reply.ts"
import type { Route } from "../http/router.ts"
import { writeJson } from "../http/lossless-json.ts"
import { randomUuid } from "../identifiers.ts"
import { OperationError } from "../operation-error.ts"
import { submitInBackground } from "../operations.ts"
import { byteTokenizer } from "../../src/tokenizers/byte-tokenizer.ts"
import type { SampleRequest } from "../sampling/sample-request.ts"
import { accountOf, type SamplingSession, type ServiceState } from "../service-state.ts"
import { openSampler } from "./samplers.ts"

/** Sampling: whole sequences behind a future, or one sequence as a stream of events. */
export function samplingRoutes(state: ServiceState): readonly Route[] {
  return [
    { method: "POST", path: "/api/v1/asample", handle: (exchange) => submitSample(state, exchange) },
    { method: "POST", path: "/api/v1/stream_sample", handle: (exchange) => streamSample(state, exchange) },
  ]
}

/** Weights to sample from, and the session they are charged to. */
type Source = Omit<SamplingSession, "id" | "sessionId"> & Partial<Pick<SamplingSession, "id" | "sessionId">>

async function submitSample(state: ServiceState, exchange: Exchange): Promise<Reply> {
  const body = await exchange.fields()
  const source = findSource(state, body)
  const request = readSampleRequest(body)
  checkContext(state, source, request)
  const seqId = body.optionalWireInteger("seq_id")
  // Without a sampler and a number of its own, nothing tells a repeated request from a new one.
  const isNumbered = source.id !== undefined && seqId !== undefined
  const requestName = isNumbered ? `${source.id}/${seqId}` : `sample/${randomUuid(state.random)}`
  const requestId = submitInBackground(state, requestName, async () => {
    const startedAt = state.clock.wallTime()
    const result = await source.sampler.sample(request)
    const sampled = result.sequences.reduce((count, sequence) => count + sequence.tokens.length, 0)
    charge(state, source, request.prompt.length, sampled)
    if (source.sessionId !== undefined && source.id !== undefined)
      state.sessions.trace(source.sessionId, {
        name: "sample",
        track: source.id,
        startedAt,
        endedAt: state.clock.wallTime(),
      })
    return { json: sampleResultJson(result), proto: () => sampleResultProto(result) }
  })
  return json({ request_id: requestId })
}

async function streamSample(state: ServiceState, exchange: Exchange): Promise<Reply> {
  const body = await exchange.fields()
  const source = findSource(state, body)
  const request = readSampleRequest(body)
  if (request.count !== 1) throw new HttpError(400, "stream_sample streams one sequence; num_samples must be 1")
  checkContext(state, source, request)
  return eventStream(sampleEvents(state, source, request, exchange.signal))
}

/** One event a token and a last one that says why it ended; a failure after the status has gone out is an event too. */
async function* sampleEvents(
  state: ServiceState,
  source: Source,
  request: SampleRequest,
  signal: AbortSignal,
): AsyncGenerator<string, void, undefined> {
  let index = 0
  try {
    for await (const { token, logprob, stopReason } of source.sampler.stream(request, 0)) {
      if (signal.aborted) break
      const text = byteTokenizer.decode([token])
      yield event("token", { token: text, token_id: token, index, logprob: Math.fround(logprob) })
      index += 1
      if (stopReason !== undefined) yield event("done", { token: "", finish_reason: stopReason, total_tokens: index })
    }
  } catch (error) {
    const message = error instanceof OperationError ? error.message : "Internal error while sampling"
    yield event("error", { token: "", error: message })
  }
  charge(state, source, request.prompt.length, index)
}

function event(name: string, data: unknown): string {
  return `event: ${name}\ndata: ${writeJson(data)}\n\n`
}

function findSource(state: ServiceState, body: Fields): Source {
  const id = body.optionalString("sampling_session_id")
  if (id === undefined)
    return openSampler(state, {
      modelPath: body.optionalString("model_path"),
      baseModel: body.optionalString("base_model"),
    })
  const session = state.samplers.get(id)
  if (session === undefined) throw new HttpError(404, "Sampling session not found")
  return session
}

function checkContext(state: ServiceState, source: Source, request: SampleRequest): void {
  const limit = state.catalogue.contextLimitOf(source.baseModel)
  const { length } = request.prompt
  const { maxTokens } = request.params
  if (length + maxTokens > limit)
    throw new HttpError(
      400,
      `Prompt length plus max_tokens exceeds the model's context window: ${length} + ${maxTokens} > ${limit}`,
    )
}

function charge(state: ServiceState, source: Source, promptTokens: number, sampledTokens: number): void {
  const account = accountOf(state, source.baseModel, source.sessionId)
  state.usage.add(account, { type: "sampling_prefill", cached: false, token_count: promptTokens })
  state.usage.add(account, { type: "sampling_sample", token_count: sampledTokens })
}
