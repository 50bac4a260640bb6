import { PristineError } from "../errors/pristine-error.ts"
import type { TransportBody } from "../ports/transport.ts"
import type { Call } from "./call.ts"
import { compress, canCompress } from "./compress-body.ts"
import type { BodySpec } from "./operation-spec.ts"

/** Serialises the body of a call, compresses it where asked, and weighs it for the rate limit. */
export async function encodeBody(call: Call, body: BodySpec): Promise<void> {
  const value = body.encode(call.input, call.scope)
  call.scope.requestBody = value
  if (value === undefined) return
  const writer = body.writer.begin?.() ?? body.writer
  const written = writer.write(value)
  let wire = written instanceof Promise ? await call.lifetime.race(written) : written
  if (wire === undefined) return
  call.contentType = writer.contentType
  if (call.plan.limit !== undefined && call.plan.spec.weight === undefined) {
    if (typeof wire === "string") wire = new TextEncoder().encode(wire)
    call.weight = wire instanceof Uint8Array ? wire.byteLength : wire instanceof Blob ? wire.size : 0
  }
  const encoding = chooseEncoding(call, body)
  if (encoding !== undefined) {
    wire = await call.lifetime.race(compress(await toBytes(wire), encoding))
    call.contentEncoding = encoding
  }
  call.body = wire
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
