import zlib, { gzipSync } from "node:zlib"
import { fromBinary } from "@bufbuild/protobuf"
import { describe, expect } from "vitest"
import { ForwardBackwardOutputSchema, SampleResponseSchema } from "../../src/proto/gen/tinker_pb.ts"
import { denseFromCsr } from "../../local-service/codec/dense-tensor.ts"
import { readBfloat16s, readFloat32s, readInt64s } from "../../local-service/codec/little-endian.ts"
import { dmelLength } from "../../local-service/codec/placeholder-tokens.ts"
import { readTrainingRequestProto } from "../../local-service/codec/training-request-proto.ts"
import { parseLosslessJson, writeJson } from "../../local-service/http/lossless-json.ts"
import golden from "../fixtures/tinker/python-golden.json" with { type: "json" }
import { it } from "../test.ts"
import { textDatum, trainingBody, trainingProto, withService } from "./client.ts"

const proto = "application/x-protobuf"

describe("training requests", () => {
  const read = (name: string) => {
    const vector = golden.requests.find((request) => request.name === name)
    const { read: readRest, ...head } = readTrainingRequestProto(
      Buffer.from(vector?.proto_deterministic_base64 ?? "", "base64"),
    )
    return { ...head, ...readRest() }
  }

  it("that the official SDK encoded are all understood", () => {
    for (const { proto_deterministic_base64: text, name } of golden.requests)
      expect(() => readTrainingRequestProto(Buffer.from(text, "base64")).read(), name).not.toThrow()
  })

  it("carry tokens, targets and weights", () => {
    const request = read("basic")
    expect(request).toMatchObject({ modelId: "s:train:0", seqId: 1, lossFn: "cross_entropy", forwardOnly: false })
    expect([...(request.data[0]?.tokens ?? [])]).toEqual([1, 2, 3])
    expect([...(request.data[0]?.inputs.get("target_tokens")?.data ?? [])]).toEqual([2, 3, 4])
    expect([...(request.data[0]?.inputs.get("weights")?.data ?? [])]).toEqual([0, 1, 1])
  })

  it("carry their loss's configuration", () => {
    expect(read("forward_only+config")).toMatchObject({
      lossFn: "ppo",
      lossFnConfig: { clip_high_threshold: 1.1, clip_low_threshold: 0.9 },
      forwardOnly: true,
    })
  })

  it("mean the same in protobuf and JSON", async () => {
    await withService({}, async (client) => {
      const { modelId } = await client.createModel()
      const texts = ["first text", "second"]
      const viaJson = await client.run("/forward", {
        forward_input: { data: texts.map(textDatum), loss_fn: "cross_entropy" },
        model_id: modelId,
        seq_id: 1,
      })
      const body = trainingProto(texts, { modelId, seqId: 2, forwardOnly: true })
      const submitted = await client.post("/forward_backward", body, { "Content-Type": proto })
      const viaProto = await client.poll(submitted.json["request_id"], { accept: proto })
      const message = fromBinary(ForwardBackwardOutputSchema, viaProto.bytes)
      const record = message.lossFnOutputs[0]
      expect(message.lossFnOutputType).toBe("local.losses:TorchLossReturn")
      expect(viaJson.json["loss_fn_output_type"]).toBe("TorchLossReturn")
      expect(message.metrics).toEqual(viaJson.json["metrics"])
      expect(record?.numDatums).toBe(2n)
      const outputs = viaJson.json["loss_fn_outputs"] as { logprobs: { data: number[]; shape: number[] } }[]
      expect([...readFloat32s(record?.fields["logprobs"]?.data ?? new Uint8Array())]).toEqual(
        outputs.flatMap(({ logprobs }) => logprobs.data),
      )
      expect([...readInt64s(record?.fields["logprobs"]?.offsets ?? new Uint8Array())]).toEqual([0, 9 * 4, 14 * 4])
      expect(outputs.map(({ logprobs }) => logprobs.shape)).toEqual([[9], [5]])
    })
  })

  it("may be compressed", async () => {
    await withService({}, async (client) => {
      const { modelId } = await client.createModel()
      const body = gzipSync(trainingProto(["text"], { modelId, seqId: 1 }))
      const headers = { "Content-Type": proto, "Content-Encoding": "gzip" }
      expect((await client.run("/forward_backward", new Uint8Array(body), headers)).json).toHaveProperty("metrics")
      const unknown = await client.post("/forward_backward", "x", { ...headers, "Content-Encoding": "lzma" })
      expect([unknown.status, unknown.json]).toEqual([
        415,
        { detail: "Content-Encoding is not supported by this service" },
      ])
      const damaged = await client.post("/forward_backward", "x", headers)
      expect(damaged.status).toBe(400)
    })
  })

  it("may be compressed with zstd where Node has it; elsewhere the client is told", async () => {
    const compress: unknown = Reflect.get(zlib, "zstdCompressSync")
    await withService({}, async (client) => {
      const { modelId } = await client.createModel()
      const plain = trainingProto(["text"], { modelId, seqId: 1 })
      const body = typeof compress === "function" ? (compress as (data: Uint8Array) => Uint8Array)(plain) : plain
      const answer = await client.post("/forward_backward", new Uint8Array(body), {
        "Content-Type": proto,
        "Content-Encoding": "zstd",
      })
      expect(answer.status).toBe(typeof compress === "function" ? 200 : 415)
    })
  })

  it.each([
    { name: "no protobuf", body: new Uint8Array([255, 255]), type: proto },
    { name: "no JSON", body: "{", type: "application/json" },
    { name: "no object", body: "[]", type: "application/json" },
    { name: "a missing field", body: "{}", type: "application/json" },
  ])("that are $name are refused with 422", async ({ body, type }) => {
    await withService({}, async (client) => {
      const answer = await client.post("/forward_backward", body, { "Content-Type": type })
      expect(answer.status).toBe(422)
      expect(answer.json).toHaveProperty("detail")
    })
  })

  it("name the faulty field, and leave the next operation its turn", async () => {
    await withService({}, async (client) => {
      const { modelId } = await client.createModel()
      const body = trainingBody(modelId, 1, [{ model_input: { chunks: [{ tokens: "abc" }] }, loss_fn_inputs: {} }])
      expect((await client.run("/forward_backward", body)).json).toEqual({
        error: "body.forward_backward_input.data.0.model_input.chunks.0.tokens: Input should be a list",
        category: "user",
      })
      const step = await client.run("/optim_step", { model_id: modelId, seq_id: 2, adam_params: {} })
      expect(step.json).toEqual({ metrics: { "step:max": 1 } })
    })
  })

  it.each([
    {
      path: "/optim_step",
      body: { adam_params: { learning_rate: "fast" } },
      error: "body.adam_params.learning_rate: Input should be a number",
    },
    { path: "/save_weights", body: { path: 7 }, error: "body.path: Input should be a string" },
    {
      path: "/save_weights_for_sampler",
      body: { sampling_session_seq_id: "x" },
      error: "body.sampling_session_seq_id: Input should be an integer",
    },
    { path: "/load_weights", body: {}, error: "body.path: Field required" },
  ])("of $path with a faulty field leave the next operation its turn", async ({ path, body, error }) => {
    await withService({}, async (client) => {
      const { modelId } = await client.createModel()
      const answer = await client.run(path, { model_id: modelId, seq_id: 1, ...body })
      expect(answer.json).toEqual({ error, category: "user" })
      const step = await client.run("/optim_step", { model_id: modelId, seq_id: 2, adam_params: {} })
      expect(step.json).toEqual({ metrics: { "step:max": 1 } })
    })
  })
})

describe("sampling results", () => {
  it("mean the same in protobuf and JSON", async () => {
    await withService({}, async (client) => {
      const { sessionId } = await client.createModel()
      await client.post("/create_sampling_session", {
        session_id: sessionId,
        sampling_session_seq_id: 0,
        base_model: "local/tiny-bytes",
      })
      const { json: future } = await client.post("/asample", {
        sampling_session_id: `${sessionId}:sample:0`,
        seq_id: 0,
        num_samples: 2,
        prompt: { chunks: [{ tokens: [104, 105], type: "encoded_text" }] },
        sampling_params: { max_tokens: 4, seed: 1 },
        prompt_logprobs: true,
        topk_prompt_logprobs: 2,
      })
      const { json } = await client.poll(future["request_id"])
      const { bytes } = await client.poll(future["request_id"], { accept: proto })
      const message = fromBinary(SampleResponseSchema, bytes)
      const sequences = json["sequences"] as { tokens: number[]; logprobs: number[] }[]
      expect(message.sequences.map(({ logprobs }) => [...readFloat32s(logprobs ?? new Uint8Array())])).toEqual(
        sequences.map(({ logprobs }) => logprobs),
      )
      const [first = 0, second] = readFloat32s(message.promptLogprobs ?? new Uint8Array())
      expect(first).toBeNaN()
      expect(json["prompt_logprobs"]).toEqual([null, second])
      const table = [...readFloat32s(message.topkPromptLogprobs?.logprobs ?? new Uint8Array())]
      expect(message.topkPromptLogprobs).toMatchObject({ k: 2, promptLength: 2 })
      expect(table.slice(0, 2)).toEqual([-99_999, -99_999])
      const ranked = json["topk_prompt_logprobs"] as (readonly (readonly [number, number])[] | null)[]
      expect(ranked[0]).toBeNull()
      expect(ranked[1]?.map(([, logprob]) => logprob)).toEqual(table.slice(2))
    })
  })
})

describe("wire values", () => {
  it.each([
    { text: '{"seq_id":852816986000000001}', value: { seq_id: 852816986000000001n } },
    { text: '{"a":-9007199254740993}', value: { a: -9007199254740993n } },
    { text: '{"a":9007199254740991}', value: { a: 9007199254740991 } },
    { text: '{"a":0.9999999952316284}', value: { a: 0.9999999952316284 } },
    { text: '{"a":12345678901234567890.5}', value: { a: 12345678901234567890.5 } },
    {
      text: '{"a":"852816986000000001 \\" 852816986000000001"}',
      value: { a: '852816986000000001 " 852816986000000001' },
    },
  ])("$text is read without loss", ({ text, value }) => {
    expect(parseLosslessJson(text)).toEqual(value)
  })

  it("big integers are written as integers", () => {
    expect(writeJson({ a: 852816986000000001n, b: ["x", 1] })).toBe('{"a":852816986000000001,"b":["x",1]}')
  })

  it.each(golden.tensor_container_shape.filter(({ expected }) => expected.length > 0))(
    "a dmel header $base64 has its first dimension read",
    ({ base64, expected }) => {
      expect(dmelLength(Buffer.from(base64, "base64"))).toBe(expected[0])
    },
  )

  it.each([
    { name: "a rank of nothing", bytes: [0, 0], want: 0 },
    { name: "one without a first byte", bytes: [], want: "its dtype is not known" },
    { name: "one of another dtype", bytes: [9, 1, 4], want: "its dtype is not known" },
    { name: "one that ends within a number", bytes: [0, 1, 200], want: "its header ends within a number" },
  ])("a dmel header is read or refused: $name", ({ bytes, want }) => {
    const read = (): number => dmelLength(Uint8Array.from(bytes))
    if (typeof want === "number") expect(read()).toBe(want)
    else expect(read).toThrow(want)
  })

  it("bfloat16 widens to the upper half of a float32", () => {
    expect([...readBfloat16s(Buffer.from("wD/AwCA+", "base64"))]).toEqual([1.5, -6, 0.15625])
  })

  it("a sparse matrix is spread out", () => {
    const parts = {
      values: Float64Array.of(5, 6),
      crowIndices: Float64Array.of(0, 1, 1, 2),
      colIndices: Float64Array.of(1, 0),
    }
    expect([...denseFromCsr(parts, [3, 2]).data]).toEqual([0, 5, 0, 0, 6, 0])
    expect(() => denseFromCsr({ ...parts, colIndices: Float64Array.of(2, 0) }, [3, 2])).toThrow("outside itself")
    expect(() => denseFromCsr(parts, [2, 2])).toThrow("row pointers")
  })
})
