import { fromBinary } from "@bufbuild/protobuf"
import { readFileSync } from "node:fs"
import type { TransportRequest } from "pristine-runtime"
import { fakeTransport, type FakeTransport } from "pristine-runtime/testing"
import { ForwardBackwardRequestSchema } from "../src/proto/gen/tinker_pb.ts"
import { bytesOf } from "./golden.ts"

/** One recorded exchange of the official SDK. */
export interface Exchange {
  readonly n: number
  readonly method: string
  readonly raw_path: string
  readonly request_headers: readonly (readonly [string, string])[]
  readonly request_body_raw?: string
  readonly request_body_base64?: string
  readonly response_status: number
  readonly response_headers: Readonly<Record<string, string>>
  readonly response_body_json?: Readonly<Record<string, unknown>>
  readonly response_body_base64?: string
}

/** The recording of a name, in order. */
export function readTrace(name: string): readonly Exchange[] {
  const lines = readFileSync(new URL(`fixtures/tinker/${name}`, import.meta.url), "utf8")
    .trim()
    .split("\n")
  return lines.map((line) => JSON.parse(line) as Exchange)
}

/** What a request says, in a form in which equal requests are equal. */
export interface RequestFacts {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
}

/** A transport that answers as recorded. A request takes the first exchange left that asks for the same. */
export function replay(trace: readonly Exchange[]): { transport: FakeTransport; left: () => readonly Exchange[] } {
  const left = [...trace]
  const transport = fakeTransport((request) => {
    const index = left.findIndex((exchange) => isSame(exchange, request))
    const [exchange] = index < 0 ? [] : left.splice(index, 1)
    if (!exchange) return new Error(`Not recorded: ${request.method} ${pathOf(request)} ${bodyText(request)}`)
    const { response_status: status, response_headers: headers, response_body_base64: bytes } = exchange
    return { status, headers, body: bytes === undefined ? exchange.response_body_json : bytesOf(bytes) }
  })
  return { transport, left: () => left }
}

/** The recorded request. */
export function recorded(exchange: Exchange): RequestFacts {
  const { request_body_raw: text, request_body_base64: base64 } = exchange
  const body = base64 === undefined ? text : bytesOf(base64)
  return {
    method: exchange.method,
    path: exchange.raw_path,
    headers: facts(exchange.request_headers),
    body: meaning(body),
  }
}

/** The sent request. */
export function sent(request: TransportRequest): RequestFacts {
  return {
    method: request.method,
    path: pathOf(request),
    headers: facts(request.headers),
    body: meaning(request.body as string | Uint8Array | undefined),
  }
}

/** Headers that say who calls and where, not what. */
const incidental = new Set(
  ["host", "accept-encoding", "connection", "content-length", "user-agent", "x-stainless-async"].concat(
    ["os", "arch", "runtime", "runtime-version"].map((name) => `x-stainless-${name}`),
  ),
)
/** Headers whose values are of the moment. */
const momentary = new Set(["x-idempotency-key", "x-tinker-create-promise-roundtrip-time"])

function facts(headers: readonly (readonly [string, string])[]): Record<string, string> {
  const named = headers.map(([name, value]) => [name.toLowerCase(), value] as const)
  const kept = named.filter(([name]) => !incidental.has(name))
  return Object.fromEntries(kept.map(([name, value]) => [name, momentary.has(name) ? "…" : value]))
}

/** JSON as text, so that the order of keys counts; a message decoded, because the order of its map does not. */
function meaning(body: string | Uint8Array | undefined): unknown {
  if (body === undefined) return undefined
  return typeof body === "string"
    ? JSON.stringify(JSON.parse(body))
    : fromBinary(ForwardBackwardRequestSchema, new Uint8Array(body))
}

function isSame(exchange: Exchange, request: TransportRequest): boolean {
  if (exchange.method !== request.method || exchange.raw_path !== pathOf(request)) return false
  if (!exchange.raw_path.endsWith("/retrieve_future")) return true
  return exchange.request_body_raw === bodyText(request)
}

function bodyText(request: TransportRequest): string {
  return typeof request.body === "string" ? request.body : ""
}

function pathOf(request: TransportRequest): string {
  const url = new URL(request.url)
  return url.pathname + url.search
}
