import { create, toBinary } from "@bufbuild/protobuf"
import { DType, ForwardBackwardRequestSchema, type ForwardBackwardRequest } from "../../src/proto/gen/tinker_pb.ts"
import { type LocalService, type LocalServiceOptions, startLocalService } from "../../local-service/index.ts"

/** What a service answered. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  /** The body as JSON; `undefined` when it is something else. */
  readonly json: Record<string, unknown>
  readonly bytes: Uint8Array
}

/** A plain client of one service: what goes over the wire is what a test says. */
export interface TestClient {
  readonly service: LocalService
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer>
  /** Posts, then polls the future until it has a result. */
  run(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer>
  /** The answer of one poll. */
  poll(
    requestId: unknown,
    options?: { readonly accept?: string; readonly allowMetadataOnly?: boolean },
  ): Promise<Answer>
  /** A session with one model in it; returns the ids. */
  createModel(options?: {
    readonly baseModel?: string
    readonly lora?: Record<string, unknown>
  }): Promise<{ readonly sessionId: string; readonly modelId: string }>
}

/** Starts a service, hands a client of it to `use` and closes it whatever happens. */
export async function withService(
  options: LocalServiceOptions,
  use: (client: TestClient) => Promise<void>,
): Promise<void> {
  const service = await startLocalService({ seed: 1, ...options })
  try {
    await use(connect(service))
  } finally {
    await service.close()
  }
}

/** A client of a running service. */
export function connect(service: LocalService): TestClient {
  const call: TestClient["call"] = async (method, path, body, headers = {}) => {
    const isRaw = typeof body === "string" || body instanceof Uint8Array
    const response = await fetch(`${service.url}${path.startsWith("/download") ? "" : "/api/v1"}${path}`, {
      method,
      redirect: "manual",
      headers: { "X-API-Key": "tml-test", "Content-Type": "application/json", Accept: "application/json", ...headers },
      ...(body === undefined ? {} : { body: isRaw ? (body as BodyInit) : JSON.stringify(body) }),
    })
    const bytes = new Uint8Array(await response.arrayBuffer())
    const isJson = (response.headers.get("content-type") ?? "").includes("json")
    const json = isJson ? (JSON.parse(Buffer.from(bytes).toString()) as Record<string, unknown>) : {}
    return { status: response.status, headers: response.headers, json, bytes }
  }
  const post: TestClient["post"] = (path, body, headers) => call("POST", path, body, headers)
  const poll: TestClient["poll"] = (requestId, { accept = "application/json", allowMetadataOnly = false } = {}) =>
    post("/retrieve_future", { request_id: requestId, allow_metadata_only: allowMetadataOnly }, { Accept: accept })
  return {
    service,
    call,
    post,
    poll,
    run: async (path, body, headers) => {
      const submitted = await post(path, body, headers)
      if (submitted.status !== 200) throw new Error(`${path} answered ${submitted.status}`)
      return poll(submitted.json["request_id"])
    },
    createModel: async ({ baseModel = "local/tiny-bytes", lora = { rank: 8, seed: 1 } } = {}) => {
      const session = await post("/create_session", { tags: [], user_metadata: {}, sdk_version: "0.25.0" })
      const sessionId = String(session.json["session_id"])
      const model = await post("/create_model", {
        session_id: sessionId,
        model_seq_id: 0,
        base_model: baseModel,
        lora_config: lora,
      })
      return { sessionId, modelId: String(model.json["model_id"]) }
    },
  }
}

/** Next-byte training data of a text in the JSON form. */
export function textDatum(text: string): unknown {
  const bytes = [...Buffer.from(text)]
  return {
    model_input: { chunks: [{ tokens: bytes.slice(0, -1), type: "encoded_text" }] },
    loss_fn_inputs: { target_tokens: { data: bytes.slice(1), dtype: "int64", shape: [bytes.length - 1] } },
  }
}

/** A JSON `forward_backward` body. */
export function trainingBody(
  modelId: string,
  seqId: number,
  data: readonly unknown[],
  lossFn = "cross_entropy",
): unknown {
  return { forward_backward_input: { data, loss_fn: lossFn }, model_id: modelId, seq_id: seqId }
}

/** A protobuf `forward_backward` body with the next-byte data of each text. */
export function trainingProto(
  texts: readonly string[],
  rest: Partial<Pick<ForwardBackwardRequest, "modelId" | "seqId" | "forwardOnly" | "lossFn">>,
): Uint8Array {
  const message = create(ForwardBackwardRequestSchema, {
    lossFn: "cross_entropy",
    ...rest,
    data: texts.map((text) => {
      const bytes = [...Buffer.from(text)]
      const tokens = Int32Array.from(bytes.slice(0, -1))
      const targets = BigInt64Array.from(bytes.slice(1), BigInt)
      return {
        modelInput: [{ chunk: { case: "encodedText" as const, value: { tokens: new Uint8Array(tokens.buffer) } } }],
        lossFnInputs: {
          target_tokens: {
            encoding: { case: "dense" as const, value: new Uint8Array(targets.buffer) },
            dtype: DType.DTYPE_INT64,
            shape: [BigInt(targets.length)],
          },
        },
      }
    }),
  })
  return toBinary(ForwardBackwardRequestSchema, message)
}
