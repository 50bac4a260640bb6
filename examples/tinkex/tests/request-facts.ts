import { fromBinary } from "@bufbuild/protobuf"
import { ForwardBackwardRequestSchema } from "../src/proto/gen/tinker_pb.ts"
import { bytesOf } from "./golden.ts"
import type { WireRequest } from "./replay-server.ts"
import type { Exchange } from "./trace.ts"

/** What a request says, in a form in which equal requests are equal. */
export interface RequestFacts {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
}

type Side = "official" | "ours"

/** What a header's value is, or is like, on each side; `undefined`: it is not sent. */
export interface Form extends Readonly<Record<Side, string | RegExp | undefined>> {
  readonly because: string
}

const uuid = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
type Forms = Readonly<Record<string, Form>>

const both = (value: RegExp, because: string): Form => ({ official: value, ours: value, because })

/** Headers whose values differ with reason. Every other one is the same, letter for letter. */
const forms: Forms = {
  host: both(/^127\.0\.0\.1:\d+$/, "each run has its own port"),
  "accept-encoding": {
    official: "gzip, deflate, zstd",
    ours: /^gzip, deflate, br(, zstd)?$/,
    because: "each names what it can unpack",
  },
  "user-agent": {
    official: "AsyncTinker/Python 0.25.0",
    ours: /^tinkex\/\d+\.\d+\.\d+$/,
    because: "each SDK says its own name",
  },
  "x-stainless-runtime": { official: "CPython", ours: "node", because: "each has its own" },
  "x-stainless-runtime-version": { official: "3.13.5", ours: process.versions.node, because: "each has its own" },
  "x-stainless-os": both(/^(Linux|MacOS|Windows|FreeBSD|OpenBSD|iOS|Android|Unknown|Other:.+)$/, "the machine's"),
  "x-stainless-arch": both(/^(x64|x32|arm|arm64|unknown|other:.+)$/, "the machine's"),
  "x-stainless-async": { official: "async:asyncio", ours: undefined, because: "names an event loop of Python" },
  "x-idempotency-key": {
    official: new RegExp(`^stainless-python-retry-${uuid}$`),
    ours: new RegExp(`^${uuid}$`),
    because: "new for each call; the prefix names the other SDK",
  },
  "x-tinker-create-promise-roundtrip-time": both(/^\d+(\.\d+)?(e-\d+)?$/, "a measured time in seconds"),
}

/** The recorded request. */
export function recorded(exchange: Exchange): RequestFacts {
  const { method, raw_path, request_headers, request_body_raw: text, request_body_base64: base64 } = exchange
  const body = base64 === undefined ? Buffer.from(text ?? "") : bytesOf(base64)
  return factsOf("official", { method, path: raw_path, headers: request_headers, body: Buffer.from(body) })
}

/** The request that this SDK sent. */
export function sent(request: WireRequest): RequestFacts {
  return factsOf("ours", request)
}

function factsOf(side: Side, request: WireRequest): RequestFacts {
  const { method, path, body } = request
  const type = request.headers.find(([name]) => name.toLowerCase() === "content-type")?.[1]
  return { method, path, headers: headerFacts(side, request), body: meaning(type, body) }
}

/** Headers of a request, with the reason in place of each value that differs with one; `more` are the reasons of one recording. */
export function headerFacts(
  side: Side,
  { headers, body }: Pick<WireRequest, "headers" | "body">,
  more: Forms = {},
): Readonly<Record<string, string>> {
  const named = new Map(headers.map(([name, value]) => [name.toLowerCase(), value]))
  for (const [name, form] of Object.entries({ ...forms, ...more })) {
    // A value that is not as it should be stays, and shows.
    if (isLike(named.get(name), form[side])) named.set(name, form.because)
  }
  if (named.get("content-length") === String(body.length)) named.set("content-length", "the body's")
  return Object.fromEntries(named)
}

function isLike(value: string | undefined, expected: string | RegExp | undefined): boolean {
  return expected instanceof RegExp && value !== undefined ? expected.test(value) : value === expected
}

/** JSON as text, so that the order of keys counts; a message decoded, because the order of its map does not. */
function meaning(type: string | undefined, body: Buffer): unknown {
  if (body.length === 0) return undefined
  return type === "application/x-protobuf"
    ? fromBinary(ForwardBackwardRequestSchema, new Uint8Array(body))
    : JSON.stringify(JSON.parse(body.toString()))
}
