import type { TransportResponse } from "../../ports/transport.ts"
import type { Call } from "../call/call.ts"
import type { PreparedRequest, RawResponse } from "../operation/operation.ts"
import { preparedRequest } from "../request/prepared-request.ts"

/** A `RawResponse`; its request is put together only for those who look at it. */
export class RawAnswer implements RawResponse<unknown> {
  readonly data: unknown
  readonly status: number
  readonly headers: Headers
  readonly #call: Call

  constructor(call: Call, { status, headers }: Pick<TransportResponse, "status" | "headers">, data: unknown) {
    this.#call = call
    this.data = data
    this.status = status
    this.headers = headers
  }

  get request(): PreparedRequest {
    return preparedRequest(this.#call)
  }
}
