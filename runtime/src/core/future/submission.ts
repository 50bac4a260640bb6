import type { Call } from "../call/call.ts"
import type { PollAnswer } from "./poll-answer.ts"

/** What the polls need to know of work that the service has. It is small: many may wait for their polls. */
export interface Submission {
  readonly requestId: string | undefined
  /** The first answer, where it is more than a ticket. */
  readonly first: PollAnswer | undefined
  /** Of the first poll. */
  readonly nextInput: unknown
  /** What polls are reported under, where somebody is told; else, and of what is resumed, the first poll. */
  readonly call: Call | undefined
  /** Requests that submitted it. */
  readonly attempts: number
  /** Time that submitting took. */
  readonly createSeconds: number | undefined
  /** On the client's clock: a total limit counts from here. */
  readonly startedAt: number
}
