/** What can go wrong by name; a status from 400 to 599 goes wrong by its number. */
export const faultNames = [
  "latency",
  "reset",
  "stall",
  "truncate",
  "shorten",
  "duplicate",
  "reorder",
  "replay",
  "paused_capacity",
  "paused_rate_limit",
] as const
export type FaultName = (typeof faultNames)[number]

/** One switch: what goes wrong, how often and where. */
export interface FaultRule {
  /**
   * - a number: an answer of that status instead of the service's
   * - `latency`: the request waits for `delayMs` before the service sees it
   * - `reset`: the connection is reset instead of an answer
   * - `stall`: no answer comes, and the connection stays open until the client leaves
   * - `truncate`: half of the answer's body, then the connection ends
   * - `shorten`: half of the answer's body, declared as the whole
   * - `duplicate`: the answer is on the wire twice
   * - `reorder`: the answer waits until another one has overtaken it, `delayMs` at most
   * - `replay`: the request reaches the service twice, as from a proxy that tries again; the second answer counts
   * - `paused_capacity`, `paused_rate_limit`: `retrieve_future` answers "try again" and names that state of the queue
   */
  readonly fault: number | FaultName
  /**
   * Share of the requests that it meets, in (0, 1].
   *
   * @default 1
   */
  readonly rate?: number
  /**
   * Requests that it meets at most.
   *
   * @default Infinity
   */
  readonly times?: number
  /**
   * Endpoints that it is restricted to: paths after `/api/v1/`, with `*` for a part that is an id, such as
   * `forward_backward`, `client/config`, `sessions/*`.
   *
   * @default all of them
   */
  readonly endpoints?: readonly string[]
  /**
   * The service does the work first, and only its answer is lost. For statuses, `reset` and `stall` (which then stops in the
   * middle of the answer); without it the service never sees the request.
   *
   * @default false
   */
  readonly late?: boolean
  /**
   * Milliseconds of `latency` and `reorder`.
   *
   * @default 100
   */
  readonly delayMs?: number
  /**
   * `Retry-After` of a status, in seconds.
   *
   * @default 1 for 429, none for others
   */
  readonly retryAfterSeconds?: number
  /**
   * `queue_state_reason` of a paused queue.
   *
   * @default none
   */
  readonly reason?: string
}
