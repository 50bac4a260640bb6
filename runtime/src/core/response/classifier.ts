import type { TransportResponse } from "../../ports/transport.ts"
import type { AttemptFailure } from "./attempt-failure.ts"
import type { Call } from "../call/call.ts"
import type { Client } from "../client/client.ts"
import type { RawAnswer } from "./raw-answer.ts"
import type { ReadAnswer } from "./read-answer.ts"

/** An answer, as a classifier of the manifest (`"./classify.ts#name"`) sees it. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  /** Parsed JSON, or bytes for other media types, or `undefined` when there is none. */
  readonly body: unknown
  readonly bodyBytes: number
}

/** The call an answer belongs to. */
export interface ClassifiedCall {
  readonly operation: string
  readonly client: Client
  /** The caller's input. */
  readonly input: unknown
  readonly attempt: number
  /** Estimated cost of the call under its rate limit. */
  readonly weight: number
  /** State that a classifier keeps for one client, made by `create` on first use. Never module-level. */
  state<State>(key: string, create: () => State): State
}

/** What a classifier may say; every part is optional, and saying nothing leaves the default. */
export interface Verdict {
  /** Judge it as if the connection had broken. */
  readonly as?: "connection"
  /** Wait this long, 100 ms at least, before the next attempt, and make one, whatever the policies say. */
  readonly retryAfterMs?: number
  /** Close the operation's rate limit for so long. */
  readonly throttleMs?: number
  /** Overrides what `poll.pending` and `poll.failed` say. */
  readonly state?: "pending" | "done" | "failed"
  /** Replaces the body. */
  readonly body?: unknown
  /** Merged into the input of the next poll. */
  readonly input?: Readonly<Record<string, unknown>>
  /**
   * Take so much of a named limit before the next poll and hold it until the future ends. Where it is the limit of the polls
   * themselves, those of this future pass under what is held.
   */
  readonly hold?: { readonly limit: string; readonly weight: number }
}

export type Classifier = (answer: Answer, call: ClassifiedCall) => Verdict | undefined

/** A classifier at work in the pipeline. Operations without one link nothing of it. */
export interface Judge {
  /** Reads and judges the answer of an operation that has one. */
  readonly receive: (call: Call, response: TransportResponse) => Promise<RawAnswer | AttemptFailure>
  /** What the classifier says, and the failure that this makes of the answer. */
  readonly judge: (
    call: Call,
    answer: ReadAnswer,
  ) => { readonly verdict: Verdict; readonly failure: AttemptFailure | undefined }
}
