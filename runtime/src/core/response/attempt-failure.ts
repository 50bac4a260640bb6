import type { AttemptOutcome } from "../../ports/retry.ts"
import type { AnswerSeen } from "../call/call.ts"

/** An attempt that did not succeed, and what the retry policies may know of it. */
export class AttemptFailure {
  readonly outcome: AttemptOutcome
  /** What was answered, if anything. */
  readonly answer: AnswerSeen | undefined
  /** A classifier wants another attempt after so long, whatever the policies say. */
  readonly forcedDelayMs: number | undefined

  constructor(outcome: AttemptOutcome, answer?: AnswerSeen, forcedDelayMs?: number) {
    this.outcome = outcome
    this.answer = answer
    this.forcedDelayMs = forcedDelayMs
  }
}
