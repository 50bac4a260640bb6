import { json, type Reply } from "./reply.ts"

/** How an account's queue stands, as `retrieve_future` tells it. */
export interface QueueState {
  readonly state: "active" | "paused_capacity" | "paused_rate_limit"
  /** For people; clients have words of their own where there are none. */
  readonly reason?: string | undefined
}

/** The answer to a poll whose result is not there yet. */
export function tryAgain(requestId: string, status: 200 | 408, queue: QueueState): Reply {
  const body = {
    type: "try_again",
    request_id: requestId,
    queue_state: queue.state,
    queue_state_reason: queue.reason ?? null,
  }
  return json(body, status)
}
