import type { Exchange } from "../http/exchange.ts"
import { exchangeOf } from "../http/exchange.ts"
import type { Handler } from "../http/router.ts"
import type { ServiceState } from "../service-state.ts"
import type { RequestHead } from "./keep.ts"

/** Hands the operations that were accepted before a restart, and have not run, in again; those that have are dropped. */
export async function resumeRequests(state: ServiceState, handle: Handler): Promise<void> {
  if (state.disk === undefined) return
  for await (const { head, payload } of state.disk.read<RequestHead>("request")) {
    const lane = state.runs.get(head.modelId)?.lane
    if (lane?.awaits(head.seqId) === true) await handle(requestOf(head, payload))
    else await state.disk.remove("request", `${head.modelId}/${head.seqId}`)
  }
}

function requestOf({ path, contentType }: RequestHead, body: Buffer): Exchange {
  return exchangeOf({
    method: "POST",
    path,
    query: new URLSearchParams(),
    headers: { "content-type": contentType },
    signal: new AbortController().signal,
    body: () => Promise.resolve(body),
  })
}
