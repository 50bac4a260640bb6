import { PristineError } from "../errors/pristine-error.ts"
import type { TransportBody } from "../ports/transport.ts"
import type { Call } from "./call.ts"
import { compress, canCompress } from "./compress-body.ts"
import type { BodySpec } from "./operation-spec.ts"

/**
 * Serialises the body of a call, weighs it for the rate limit, and compresses it where asked. `undefined` where nothing
 * had to be waited for.
 */
export function encodeBody(call: Call, body: BodySpec): Promise<void> | undefined {
  const value = body.encode(call.input, call.scope)
  call.scope.requestBody = value
  const written = value === undefined ? undefined : body.writer.write(value)
  if (!(written instanceof Promise)) return setBody(call, body, written)
  return call.lifetime.race(written).then((wire) => setBody(call, body, wire))
}

function setBody(call: Call, body: BodySpec, written: TransportBody | undefined): Promise<void> | undefined {
  if (written === undefined) return undefined
  call.contentType = body.writer.contentType
  call.body = written
  if (call.plan.limit !== undefined && call.plan.spec.weight === undefined) weigh(call, written)
  const encoding = chooseEncoding(call, body)
  return encoding === undefined ? undefined : compressBody(call, encoding)
}

/** Bytes that were counted are sent as they are, so that text is encoded once. */
function weigh(call: Call, written: TransportBody): void {
  const body = typeof written === "string" ? new TextEncoder().encode(written) : written
  call.weight = body instanceof Uint8Array ? body.byteLength : body instanceof Blob ? body.size : 0
  call.body = body
}

async function compressBody(call: Call, encoding: string): Promise<void> {
  const packed = toBytes(call.body ?? "").then((bytes) => compress(bytes, encoding))
  call.body = await call.lifetime.race(packed)
  call.contentEncoding = encoding
}

/**
 * The first encoding that the service takes, the client asks for and the platform has. One that both name and the
 * platform lacks is an error: silence would send plain what was to be compressed.
 */
function chooseEncoding(call: Call, { encodings }: BodySpec): string | undefined {
  const wanted = call.plan.client.options.compress
  const shared = wanted === undefined ? [] : (encodings ?? []).filter((encoding) => wanted.includes(encoding))
  const [first] = shared
  if (first === undefined) return undefined
  const found = shared.find(canCompress)
  if (found !== undefined) return found
  throw new PristineError("config", `This platform cannot compress with ${first}`, { phase: "prepare" })
}

async function toBytes(body: TransportBody): Promise<Uint8Array> {
  if (typeof body === "string") return new TextEncoder().encode(body)
  if (body instanceof Uint8Array) return body
  if (body instanceof Blob) return new Uint8Array(await body.arrayBuffer())
  throw new PristineError("config", "A streamed request body cannot be compressed", { phase: "prepare" })
}
