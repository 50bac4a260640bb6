import type { Exchange } from "../http/exchange.ts"
import { HttpError } from "../http/http-error.ts"
import { writeJson } from "../http/lossless-json.ts"
import { bytes, json, type Reply } from "../http/reply.ts"
import type { Route } from "../http/router.ts"
import { tryAgain } from "../http/try-again.ts"
import type { ServiceState } from "../service-state.ts"
import type { FutureResult } from "../store/futures.ts"

/** Results of operations. */
export function futureRoutes(state: ServiceState): readonly Route[] {
  return [{ method: "POST", path: "/api/v1/retrieve_future", handle: (exchange) => retrieveFuture(state, exchange) }]
}

/** Holds the request until there is a result or the long poll's time is over. */
async function retrieveFuture(state: ServiceState, exchange: Exchange): Promise<Reply> {
  const body = await exchange.fields()
  const requestId = body.string("request_id")
  const mayDescribe = body.boolean("allow_metadata_only", false)
  await state.futures.wait(requestId, state.settings.longPollMs, exchange.signal)
  const found = state.futures.stateOf(requestId)
  if (found === "unknown") throw new HttpError(404, "Future not found")
  if (found === "expired") throw new HttpError(410, "Future has expired")
  if (found.status === "pending") {
    return tryAgain(requestId, state.settings.tryAgainStatus, { state: "active" })
  }
  const { settlement } = found
  if (!settlement.ok) return json({ error: settlement.error, category: settlement.category })
  return answer(state, settlement.result, {
    acceptsProto: (exchange.headers.accept ?? "").includes("application/x-protobuf"),
    mayDescribe,
  })
}

function answer(
  state: ServiceState,
  result: FutureResult,
  wish: { readonly acceptsProto: boolean; readonly mayDescribe: boolean },
): Reply {
  const proto = wish.acceptsProto ? result.proto?.() : undefined
  const size = proto?.length ?? Buffer.byteLength(writeJson(result.json))
  if (wish.mayDescribe && size > state.settings.metadataOnlyBytes)
    return json({ status: "complete_metadata", response_payload_size: size })
  return proto === undefined ? json(result.json) : bytes(proto, "application/x-protobuf")
}
