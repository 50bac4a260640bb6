import api from "#tinker.pristine.json"
import { VirtualClock } from "pristine-runtime/testing"
import { describe, expect } from "vitest"
import * as src from "../src/index.ts"
import { forwardBackward } from "../src/proto/request-codec.ts"
import { float32, int64 } from "../src/data/tensors.ts"
import { recordedProgram, type RecordedBatch } from "./recorded-program.ts"
import { startReplay, type WireRequest } from "./replay-server.ts"
import { type Form, headerFacts } from "./request-facts.ts"
import { sdks } from "./sdks.ts"
import { it } from "./test.ts"
import { readTrace, type Exchange } from "./trace.ts"

const trace = readTrace("python-wire-trace-sdk-0.15.jsonl")

type Legacy = typeof api.legacy
/** What is deprecated must still work. */
const legacy: Record<"forwardBackwardJson", Legacy["forwardBackwardJson"]> &
  Record<"forwardJson", Legacy["forwardJson"]> = api.legacy

type Json = Readonly<Record<string, unknown>>

interface OlderInput extends Omit<RecordedBatch, "data"> {
  readonly data: readonly {
    readonly model_input: { readonly chunks: readonly { readonly tokens: number[] }[] }
    readonly loss_fn_inputs: Readonly<Record<string, { data: number[]; dtype: string; shape: number[] }>>
  }[]
}

/** Exchanges that carried a training batch as JSON. */
const batches = [5, 9, 11] as const

/** Requests that the older SDK did not know. */
const news: Readonly<Record<string, string>> = {
  "/api/v1/client/config": "without it there are default flags",
  "/api/v1/client/dynamic_config": "without it there is a default interval",
}

/** What the older SDK left out because it is so by default. It said null for what is not there. */
const leftOut: Readonly<Record<string, Json>> = {
  "/api/v1/create_session": { sdk_version: "0.25.0", type: "create_session" },
  "/api/v1/create_model": { type: "create_model" },
  "/api/v1/optim_step": {
    adam_params: { beta1: 0.9, beta2: 0.95, eps: 1e-12, weight_decay: 0, grad_clip_norm: 0 },
    type: "optim_step",
  },
  "/api/v1/save_weights": { overwrite: false, type: "save_weights" },
  "/api/v1/save_weights_for_sampler": { type: "save_weights_for_sampler" },
  "/api/v1/load_weights": { type: "load_weights" },
  "/api/v1/get_info": { type: "get_info" },
  "/api/v1/create_sampling_session": { type: "create_sampling_session" },
  "/api/v1/asample": { sampling_params: { temperature: 1, top_k: -1, top_p: 1 }, type: "sample" },
}

function exchangeOf(n: number): Exchange {
  const exchange = trace[n - 1]
  if (exchange?.n !== n) throw new Error(`There is no exchange ${n}`)
  return exchange
}

function inputOf(n: number): OlderInput {
  const body = exchangeOf(n).request_body_json ?? {}
  return (body["forward_backward_input"] ?? body["forward_input"]) as OlderInput
}

function batchOf(n: number): RecordedBatch {
  const { data, ...rest } = inputOf(n)
  return {
    ...rest,
    data: data.map(({ model_input, loss_fn_inputs }) => ({
      model_input: { chunks: model_input.chunks.map(({ tokens }) => ({ type: "encoded_text", tokens })) },
      loss_fn_inputs: Object.fromEntries(
        Object.entries(loss_fn_inputs).map(([name, tensor]) => [
          name,
          tensor.dtype === "int64" ? int64(tensor.data, tensor.shape) : float32(tensor.data, tensor.shape),
        ]),
      ),
    })),
  }
}

/** The path under which the older SDK sent the same: a forward pass had its own. */
function olderPath({ path, headers, body }: WireRequest): string {
  const isProto = headers.some(([, value]) => value === "application/x-protobuf")
  const isForward = isProto && path === "/api/v1/forward_backward" && forwardBackward.decode(body).forward_only
  return isForward ? "/api/v1/forward" : path
}

/** Without nulls that stand for nothing, chunks with their kind, tensors as lists, numbers as a float32 holds them. */
function plain(value: unknown): unknown {
  if (typeof value === "number") return Number.isInteger(value) ? value : Math.fround(value)
  if (typeof value === "bigint") return Number(value)
  if (Array.isArray(value)) return value.map(plain)
  if (ArrayBuffer.isView(value)) return Array.from(value as Float32Array | BigInt64Array, plain)
  if (typeof value !== "object" || value === null) return value
  const members = Object.entries(value).filter(([, member]) => member !== null && member !== undefined)
  const kind = "tokens" in value && Object.keys(value).length === 1 ? { type: "encoded_text" } : {}
  return { ...kind, ...Object.fromEntries(members.map(([name, member]) => [name, plain(member)])) }
}

function merge(byDefault: Json, given: Json): Json {
  const names = new Set([...Object.keys(byDefault), ...Object.keys(given)])
  return Object.fromEntries(
    [...names].map((name) => {
      const [first, second] = [byDefault[name], given[name]]
      const both = typeof first === "object" && typeof second === "object"
      return [name, both ? merge(first as Json, second as Json) : (second ?? first)]
    }),
  )
}

/** What the older request says, in the newer form. */
function meant({ raw_path: path, request_body_json: body }: Exchange): unknown {
  if (body === undefined) return { path }
  if (batches.some((n) => exchangeOf(n).request_body_json === body)) {
    const input = (body["forward_backward_input"] ?? body["forward_input"]) as OlderInput
    const { model_id, seq_id } = body
    return { path, body: plain({ ...input, model_id, seq_id, forward_only: path === "/api/v1/forward" }) }
  }
  const { sdk_version: _, ...rest } = plain(body) as Json
  return { path, body: merge(plain(leftOut[path] ?? {}) as Json, rest) }
}

function said(request: WireRequest): unknown {
  const { body } = request
  const path = olderPath(request)
  if (body.length === 0) return { path }
  const isProto = request.headers.some(([name, value]) => name === "Content-Type" && value.endsWith("x-protobuf"))
  return { path, body: plain(isProto ? forwardBackward.decode(body) : JSON.parse(body.toString())) }
}

const version = { official: "0.15.0", ours: "0.25.0", because: "the protocol that each speaks" }
const agent = {
  official: "AsyncTinker/Python 0.15.0",
  ours: /^tinkex\/\d+\.\d+\.\d+$/,
  because: "each SDK says its own name",
}
const message = { official: "application/json", ours: "application/x-protobuf", because: "tensors are a message now" }

/** Of what the results are messages now. */
const tensors = ["Forward", "ForwardBackward", "Sample"]

type Headed = Pick<WireRequest, "path" | "headers" | "body">

/** Headers that differ with a reason, over those that differ for the newer recording, too. */
function differences({ path, headers }: Headed): Readonly<Record<string, Form>> {
  const [, about = ""] = headers.find(([name]) => /^x-tinker-request-type$/i.test(name)) ?? []
  return {
    "x-stainless-package-version": version,
    "user-agent": agent,
    ...(/\/forward(_backward)?$/.test(path) && { "content-type": message }),
    ...(tensors.includes(about) && { accept: message }),
  }
}

/** Paths with headers, in an order in which equal ones are equal. */
function headersByPath(side: "official" | "ours", requests: readonly Headed[]): readonly string[] {
  return requests
    .map((request) => [request.path, ...Object.entries(headerFacts(side, request, differences(request))).sort()])
    .map((facts) => JSON.stringify(facts))
    .sort()
}

const without = (paths: readonly string[]) => (one: unknown) => !paths.includes((one as { path: string }).path)

describe("a service of the older protocol, as recorded", () => {
  it.each(sdks)("carries the same program to its end: %s", async (_, load) => {
    await using service = await startReplay(trace, olderPath)
    // It stands still: whoever waited would never end.
    const clock = new VirtualClock()
    const options = { baseUrl: service.url, apiKey: "tml-test", clock, env: () => undefined }
    const results = await recordedProgram(await load(), options, [batchOf(5), batchOf(9), batchOf(11)])
    expect(service.left).toEqual([])

    const answer = (n: number): Json => exchangeOf(n).response_body_json ?? {}
    const info = (n: number) => merge(answer(n), { model_data: { tokenizer_id: "Qwen/Qwen3-8B" } })
    const expected = [
      ...[2, 7, 8, 10, 12, 14, 16, 18, 20].map(answer),
      info(21),
      ...[25, 27].map(answer),
      answer(29)["prompt_logprobs"],
      answer(32),
      answer(33)["base_model"],
      answer(36),
      info(37),
    ]
    expect(plain(results)).toMatchObject(plain(expected) as unknown[])
    expect(results).toHaveLength(expected.length)

    // The older SDK opened its session first of all; a poll and the next submission are under way at the same time.
    const free = ["/api/v1/get_server_capabilities", "/api/v1/retrieve_future"]
    const requests = service.requests.map(said)
    const exchanges = trace.map(meant)
    expect(requests.filter(without([...free, ...Object.keys(news)]))).toEqual(exchanges.filter(without(free)))
    const sorted = (list: unknown[]) =>
      list
        .filter((one) => !without(free)(one))
        .map((one) => JSON.stringify(one))
        .sort()
    expect(sorted(requests)).toEqual(sorted(exchanges))

    const known = service.requests.filter(({ path }) => news[path] === undefined)
    const headed = trace.map(({ raw_path: path, request_headers: headers, request_body_raw: text = "" }) => {
      return { path, headers, body: Buffer.from(text) }
    })
    expect(
      headersByPath(
        "ours",
        known.map((request) => ({ ...request, path: olderPath(request) })),
      ),
    ).toEqual(headersByPath("official", headed))
  })

  it.each([
    ["forward_backward", 5],
    ["forward", 9],
    ["forward_backward with settings", 11],
  ])("is asked in its own form as recorded: %s", async (_, n) => {
    const exchange = exchangeOf(n)
    const { data, loss_fn, loss_fn_config } = batchOf(n)
    const input = { data: [...data], loss_fn, ...(loss_fn_config && { loss_fn_config }) }
    const rest = exchange.request_body_json as { readonly model_id: string; readonly seq_id: number }
    const { model_id, seq_id } = rest
    await using client = src.createClient({ baseUrl: "http://127.0.0.1:1", env: () => undefined })
    const { method, url, body } = await ("forward_input" in rest
      ? legacy.forwardJson.request({ forward_input: input, model_id, seq_id }, { client })
      : legacy.forwardBackwardJson.request({ forward_backward_input: input, model_id, seq_id }, { client }))
    expect([method, new URL(url).pathname]).toEqual([exchange.method, exchange.raw_path])
    expect(plain(JSON.parse(body as string))).toEqual(plain(exchange.request_body_json))
  })
})
