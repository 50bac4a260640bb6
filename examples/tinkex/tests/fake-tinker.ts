import type { ForwardBackwardOutput } from "#tinker.pristine.json"
import type { TransportRequest } from "pristine-runtime"
import { fakeTransport, VirtualClock, type FakeAnswer, type FakeTransport } from "pristine-runtime/testing"
import { forwardBackward } from "../src/proto/request-codec.ts"
import { forwardBackwardOutput } from "../src/proto/output-codec.ts"
import { sampleResponse } from "../src/proto/sample-codec.ts"
import { ServiceClient, type ServiceClientOptions } from "../src/clients/service-client.ts"

export type Body = Readonly<Record<string, unknown>>
/** What a route does: answers, fails, or (`undefined`) answers as usual. */
export type Reaction = FakeAnswer | Error | undefined | Promise<FakeAnswer | Error | undefined>

/** Leaves the usual answer, once `opened` lets it. */
export function after(opened: Promise<unknown>): Reaction {
  return opened.then(() => undefined)
}

/** Answers to one route instead of the usual one; `undefined` leaves the usual one. `nth` counts the route's requests. */
export type Handler = (body: Body, nth: number, request: TransportRequest) => Reaction

export interface SentRequest {
  readonly route: string
  readonly body: Body
  /** Milliseconds on the test's clock. */
  readonly at: number
  readonly headers: Headers
}

export interface FakeTinker {
  readonly service: ServiceClient
  readonly clock: VirtualClock
  readonly transport: FakeTransport
  readonly log: readonly string[]
  /** Requests of some routes, in order. */
  sent(...routes: string[]): readonly SentRequest[]
}

const protobuf = { "content-type": "application/x-protobuf" }

/** A service client whose service is a script: it answers everything at once unless a handler says otherwise. */
export function fakeTinker(
  handlers: Readonly<Record<string, Handler>> = {},
  options: ServiceClientOptions = {},
): FakeTinker {
  const clock = new VirtualClock()
  const requests: SentRequest[] = []
  const log: string[] = []
  const transport = fakeTransport(async (request) => {
    const route = new URL(request.url).pathname.replace("/api/v1/", "")
    const body = bodyOf(request)
    const nth = requests.filter((one) => one.route === route).length
    const headers = new Headers(request.headers.map(([name, value]): [string, string] => [name, value]))
    requests.push({ route, body, at: clock.now(), headers })
    return (await handlers[route]?.(body, nth, request)) ?? usual(route, body)
  })
  const say = (message: string): void => void log.push(message)
  const service = new ServiceClient({
    baseUrl: "http://127.0.0.1:1",
    apiKey: "tml-test",
    transport,
    clock,
    random: () => 0.5,
    env: () => undefined,
    log: { debug: say, info: say, warn: say, error: say },
    sendTelemetry: false,
    ...options,
  })
  return {
    service,
    clock,
    transport,
    log,
    sent: (...routes) => requests.filter(({ route }) => routes.includes(route)),
  }
}

/** An answer with the protobuf result of a batch of examples, so many or with these outputs. */
export function trained(
  examples: number | ForwardBackwardOutput["loss_fn_outputs"] = 1,
  metrics: Readonly<Record<string, number>> = {},
): FakeAnswer {
  const loss_fn_outputs = typeof examples === "number" ? Array.from({ length: examples }, () => ({})) : examples
  return {
    headers: protobuf,
    body: forwardBackwardOutput.encode({ loss_fn_output_type: "T", loss_fn_outputs, metrics }),
  }
}

/** An answer with one sampled token. */
export function sampled(token = 1): FakeAnswer {
  return { headers: protobuf, body: sampleResponse.encode({ sequences: [{ stop_reason: "stop", tokens: [token] }] }) }
}

function usual(route: string, body: Body): FakeAnswer {
  switch (route) {
    case "client/config":
      return { body: {} }
    case "client/dynamic_config":
      return { body: { refresh_interval_sec: 300 } }
    case "create_session":
      return { body: { type: "create_session", session_id: "s" } }
    case "session_heartbeat":
      return { body: { type: "session_heartbeat" } }
    case "create_sampling_session":
      return { body: { sampling_session_id: `s:sample:${String(body["sampling_session_seq_id"])}` } }
    case "retrieve_future":
      return result(String(body["request_id"]))
    default:
      return { body: { request_id: `${route}/${JSON.stringify(body["seq_id"] ?? 0)}` } }
  }
}

function result(requestId: string): FakeAnswer {
  const [route = ""] = requestId.split("/")
  if (route === "asample") return sampled()
  if (route === "forward_backward") return trained()
  if (route === "create_model") return { body: { model_id: "s:train:0", type: "create_model" } }
  if (route === "save_weights_for_sampler") return { body: { path: null, sampling_session_id: "s:sample:0" } }
  if (route === "save_weights") return { body: { path: "tinker://s:train:0/weights/a" } }
  return { body: { metrics: {} } }
}

/** Text that a rate limit weighs is sent as bytes: only the type tells what they are. */
function bodyOf({ body, headers }: TransportRequest): Body {
  const type = headers.find(([name]) => name.toLowerCase() === "content-type")?.[1]
  if (body instanceof Uint8Array && type === protobuf["content-type"]) return { ...forwardBackward.decode(body) }
  const text = body instanceof Uint8Array ? new TextDecoder().decode(body) : body
  return typeof text === "string" ? (JSON.parse(text) as Body) : {}
}
