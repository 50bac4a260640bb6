import type { Call } from "../call/call.ts"
import type { PreparedRequest } from "../operation/operation.ts"
import { requestHeaders } from "./request-headers.ts"

/** The request of a prepared call as it would be sent, without credentials. */
export function preparedRequest(call: Call): PreparedRequest {
  const headers = new Headers()
  for (const [name, value] of requestHeaders(call)) headers.append(name, value)
  return { method: call.plan.spec.method, url: call.url, headers, body: call.body }
}
