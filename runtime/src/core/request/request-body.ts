import { callerBody } from "./caller-body.ts"
import { isPromise } from "../../values/is-promise.ts"
import type { TransportBody } from "../../ports/transport.ts"
import type { Call } from "../call/call.ts"
import type { BodyEncoder, BodySpec } from "../operation/operation-spec.ts"

/** Serialises the body of calls and weighs it for the rate limit. */
export function requestBody<Input = unknown>(spec: BodySpec<Input>): BodyEncoder {
  return (call) => {
    const { scope, lifetime } = call
    const writer = spec.writer.begin?.() ?? spec.writer
    const value = (scope.requestBody = spec.encode(call.input as Input, scope))
    const written = value === undefined ? undefined : writer.write(value)
    const put = (body: TransportBody | undefined): void => {
      if (body === undefined) return
      call.contentType = writer.contentType
      call.body = callerBody(body)
      if (call.plan.limit && !call.plan.spec.weight) weigh(call, body)
    }
    if (isPromise(written)) return lifetime.race(written).then(put)
    put(written)
    return undefined
  }
}

/** Bytes that were counted are sent as they are, so that text is encoded once. */
function weigh(call: Call, written: TransportBody): void {
  const body = typeof written === "string" ? new TextEncoder().encode(written) : written
  call.weight = body instanceof Blob ? body.size : "byteLength" in body ? body.byteLength : 0
  call.body = body
}
