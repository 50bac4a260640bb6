import { completeError } from "../errors/complete-error.ts"
import { isPristineError } from "../errors/is-pristine-error.ts"
import { PristineError, type ErrorFacts } from "../errors/pristine-error.ts"
import type { TransportResponse } from "../ports/transport.ts"
import type { Call } from "./call.ts"
import { mediaType, pickReader } from "./media-type.ts"
import type { ResponseSpec } from "./operation-spec.ts"
import { releaseBody } from "./release-body.ts"
import { requestIdOf } from "./request-id.ts"
import { validate } from "./validate.ts"

/** Largest decoded body of a success, in bytes, unless the client says otherwise. */
const defaultMaxBytes = 67_108_864

export function maxBytesOf({ plan }: Call): number {
  return plan.client.options.maxResponseBytes ?? defaultMaxBytes
}

/** Reads, decodes and checks the value of a success. */
export async function readValue(call: Call, response: TransportResponse, entry: ResponseSpec): Promise<unknown> {
  if (entry.build !== undefined || entry.readers.length === 0) {
    releaseBody(response)
    return decodeValue(call, response, entry, undefined, false)
  }
  const bytes = await call.lifetime.race(response.body.bytes(maxBytesOf(call)))
  return parseValue(call, response, entry, bytes)
}

/** The same from bytes that have been read. */
export function parseValue(
  call: Call,
  answer: Pick<TransportResponse, "status" | "headers">,
  entry: ResponseSpec,
  bytes: Uint8Array,
): unknown {
  // Also what a HEAD request and a 204 come to. A reader of bytes or text has its own word for it.
  const type = mediaType(answer.headers)
  const reader = pickReader(entry.readers, type)
  if (reader === undefined) {
    throw new PristineError(
      "decode",
      `${call.plan.spec.id} answered with a media type that it does not announce`,
      facts(call, answer),
    )
  }
  if (bytes.byteLength === 0 && reader.accept === "application/json") {
    return decodeValue(call, answer, entry, undefined, true)
  }
  let wire: unknown
  try {
    wire = reader.read(bytes)
  } catch (thrown) {
    const error = isPristineError(thrown)
      ? thrown
      : new PristineError("decode", `The answer of ${call.plan.spec.id} cannot be read`, {
          ...facts(call, answer),
          cause: thrown,
        })
    throw completeError(error, facts(call, answer))
  }
  return decodeValue(call, answer, entry, wire, reader.final === true)
}

/** Wire form to value, checked. `final`: there is nothing to decode. */
export function decodeValue(
  call: Call,
  { status, headers }: Pick<TransportResponse, "status" | "headers">,
  entry: Omit<ResponseSpec, "status" | "readers">,
  wire: unknown,
  final: boolean,
): unknown {
  let value = entry.build === undefined ? wire : entry.build({ status, headers, body: wire })
  if (entry.decode !== undefined && !final && value !== undefined) {
    try {
      value = entry.decode(value, call.scope)
    } catch (thrown) {
      if (isPristineError(thrown)) throw completeError(thrown, facts(call, { status, headers }))
      const message = `The answer of ${call.plan.spec.id} cannot be decoded`
      throw new PristineError("decode", message, { ...facts(call, { status, headers }), cause: thrown })
    }
  }
  // Nothing came although a type is declared only for what comes: a 204.
  if (value === undefined && (status === 204 || status === 205 || call.plan.spec.method === "HEAD")) return undefined
  if (entry.schema === undefined) return value
  const checked = validate(call, entry.schema, value, "validation", facts(call, { status, headers }))
  return checked === undefined ? value : checked.then(() => value)
}

function facts(call: Call, { status, headers }: Pick<TransportResponse, "status" | "headers">): ErrorFacts {
  const requestId = requestIdOf(headers)
  const { id } = call.plan.spec
  return { status, headers, requestId, operation: id, attempts: call.attempts, phase: "body", maybeExecuted: true }
}
