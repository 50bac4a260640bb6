import { completeError } from "../../errors/complete-error.ts"
import { PristineError, type ErrorFacts } from "../../errors/pristine-error.ts"
import { standIn } from "../../errors/stand-in.ts"
import { toPristineError } from "../../errors/to-pristine-error.ts"
import type { TransportResponse } from "../../ports/transport.ts"
import type { Call } from "../call/call.ts"
import { mediaType, pickReader } from "./media-type.ts"
import type { ResponseSpec } from "../operation/operation-spec.ts"
import { releaseBody } from "./release-body.ts"
import { requestIdOf } from "./request-id-of.ts"

/** Largest decoded body of a success, in bytes, unless the client says otherwise. */
const defaultMaxBytes = 67_108_864

export function maxBytesOf({ plan }: Call): number {
  return plan.client.options.maxResponseBytes ?? defaultMaxBytes
}

/** The body that a value is read from; `undefined`, and let go of, where the value is made without one. */
export function bodyOf(call: Call, response: TransportResponse, entry: ResponseSpec): Promise<Uint8Array> | undefined {
  if (!entry.build && entry.readers.length > 0) return response.body.bytes(maxBytesOf(call))
  releaseBody(response)
  return undefined
}

type Head = Pick<TransportResponse, "status" | "headers">

/** Reads bytes, decodes and checks: the value, or the promise of it where a validator waits. */
export function parseValue(call: Call, head: Head, entry: ResponseSpec, bytes: Uint8Array): unknown {
  const reader = pickReader(entry.readers, mediaType(head.headers))
  // A reader of bytes or text has its own word for nothing, which is also what a HEAD request and a 204 come to.
  const read = (): unknown => {
    if (!reader)
      throw new PristineError("decode", `${call.plan.spec.id} answered with a media type that it does not announce`)
    return bytes.byteLength === 0 && reader.accept === "application/json" ? undefined : reader.read(bytes)
  }
  return decodeValue(call, head, entry, attempt(call, head, "read", read), reader?.final)
}

/** Wire form to value, checked. `final`: there is nothing to decode. */
export function decodeValue(
  call: Call,
  head: Head,
  { build, decode, schema }: Omit<ResponseSpec, "status" | "readers">,
  wire: unknown,
  final: boolean = false,
): unknown {
  const { status, headers } = head
  let value = build ? build({ status, headers, body: wire }) : wire
  if (decode && !final && value !== undefined) {
    value = attempt(call, head, "decoded", () => decode(value, call.scope))
  }
  // The answer to a HEAD request has no body, whatever is declared. A 204 in place of a declared type is none of that type.
  const empty = value === undefined && call.plan.spec.method === "HEAD"
  const checked = empty ? undefined : call.plan.validate?.(call, schema, value, "validation", () => facts(call, head))
  // A validator that waits knows of no abort.
  return checked ? call.lifetime.race(checked.then(() => value)) : value
}

/** Errors of ours get the facts of the answer; what else is thrown may quote it. */
function attempt<Value>(call: Call, head: Head, done: string, work: () => Value): Value {
  try {
    return work()
  } catch (thrown) {
    const known = facts(call, head)
    const message = `The answer of ${call.plan.spec.id} cannot be ${done}`
    throw completeError(toPristineError(standIn(thrown), "decode", message, known), known)
  }
}

function facts(call: Call, { status, headers }: Head): ErrorFacts {
  const operation = call.plan.spec.id
  const requestId = requestIdOf(call, headers)
  return { status, headers, requestId, operation, attempts: call.attempts, phase: "body", maybeExecuted: true }
}
