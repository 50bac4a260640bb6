import { completeError } from "../../errors/complete-error.ts"
import { isPristineError } from "../../errors/is-pristine-error.ts"
import { PristineError, type ErrorFacts } from "../../errors/pristine-error.ts"
import type { RateLimit, Release } from "../../ports/rate-limit.ts"
import { Call, type Polling } from "../call/call.ts"
import type { CallOptions } from "../client/call-options.ts"
import type { Client } from "../client/client.ts"
import type { Invocation } from "../call/execute.ts"
import type { Lifetime } from "../call/lifetime.ts"
import { namedLimit } from "../call/named-limit.ts"
import type { FutureSpec, PollSpec } from "../operation/operation-spec.ts"
import { ownProperties } from "../operation/own-properties.ts"
import { planFor } from "../call/plan.ts"
import { pointer } from "../response/pointer.ts"
import { type PollAnswer, receiveFirst, receivePoll } from "./poll-answer.ts"
import { runCall } from "../call/run-call.ts"
import type { FutureWork } from "./running-future.ts"
import type { Submission } from "./submission.ts"
import type { ResponseScope } from "../client/scope.ts"

/** Least time between two polls whatever a service says, in milliseconds: a "0" must not become a busy loop. */
const leastIntervalMs = 10

/** The polls of one future. */
export class Polls {
  /** To be called when the future has ended. */
  readonly held: Release[] = []
  readonly #invocation: Invocation
  readonly #client: Client
  readonly #lifetime: Lifetime
  readonly #work: FutureWork
  readonly #poll: PollSpec
  /** What its polls are reported under. */
  #call: Call | undefined
  #attempts = 0
  #iteration = 0
  #createSeconds: number | undefined
  #spacingMs = leastIntervalMs
  /** What it holds a part of. */
  #limit: RateLimit | undefined

  constructor(invocation: Invocation, client: Client, lifetime: Lifetime, work: FutureWork) {
    this.#invocation = invocation
    this.#client = client
    this.#lifetime = lifetime
    this.#work = work
    this.#poll = (invocation.spec as FutureSpec).poll
  }

  /** Waits for what was submitted. */
  async run({ requestId, first, nextInput, call, attempts, createSeconds }: Submission): Promise<unknown> {
    const polled = this.#poll.operation()
    this.#call = call
    this.#attempts = attempts
    this.#createSeconds = createSeconds
    this.#work.submitted(requestId)
    let answer = first ?? (await this.#ask(polled, nextInput, requestId))
    for (;;) {
      if (answer.state === "done" || answer.state === "ticket") return answer.result()
      if (answer.state === "failed") throw this.#failed(answer, requestId)
      await this.#wait(answer)
      if (answer.verdict?.input !== undefined) nextInput = { ...(nextInput as object), ...answer.verdict.input }
      answer = await this.#ask(polled, nextInput, requestId)
    }
  }

  /** What ended the whole gets its facts; what ended a request has them. */
  explain(thrown: unknown): unknown {
    const { signal } = this.#invocation.options
    if (!isPristineError(thrown) || thrown !== this.#lifetime.over?.reason || thrown === signal?.reason) return thrown
    const attempts = this.#attempts + this.#iteration
    return completeError(thrown, { operation: this.#invocation.spec.id, attempts })
  }

  /** Sends the first request. */
  async submit(): Promise<Submission> {
    const { spec, input } = this.#invocation
    const startedAt = this.#client.clock.now()
    const options = ownProperties({ ...this.#invocation.options, signal: this.#lifetime.signal })
    const call = (this.#call = new Call(planFor(this.#client, spec), input, options))
    const first = await runCall(call, receiveFirst(this.#poll, this.#poll.operation().id === spec.id))
    call.finish()
    const createSeconds = (this.#client.clock.now() - startedAt) / 1_000
    const facts = { call, attempts: call.attempts, createSeconds, startedAt, requestId: this.#requestId(first) }
    const nextInput: unknown = first.state === "done" ? undefined : this.#poll.input(first, input ?? {})
    if (nextInput === undefined || first.state !== "ticket") return { ...facts, first, nextInput }
    // What was sent is not needed any more, and may be large.
    call.body = call.scope.requestBody = undefined
    return { ...facts, first: undefined, nextInput, call: call.observer && call }
  }

  /** Work that was submitted before, as far as an id tells. */
  resumed(requestId: string): Submission {
    const startedAt = this.#client.clock.now()
    if (this.#poll.operation().id === this.#invocation.spec.id) {
      throw this.#notResumable("it has no ticket: call it again")
    }
    const body = this.#poll.ticket?.(requestId) ?? { request_id: requestId }
    const first = { status: 200, headers: new Headers(), body }
    const nextInput: unknown = this.#poll.input(first, this.#invocation.input ?? {})
    if (nextInput === undefined) throw this.#notResumable("its polls need more than an id")
    const nothing = { first: undefined, call: undefined, attempts: 0, createSeconds: undefined }
    return { ...nothing, requestId, nextInput, startedAt }
  }

  #notResumable(why: string): PristineError {
    const { id } = this.#invocation.spec
    return new PristineError("input", `${id} cannot be resumed by an id: ${why}`, { operation: id, phase: "prepare" })
  }

  async #ask(polled: Invocation["spec"], input: unknown, requestId: string | undefined): Promise<PollAnswer> {
    const poll = this.#poll
    const { options } = this.#invocation
    const polling: Polling = {
      readers: poll.result.readers,
      secrets: this.#invocation.spec.secrets,
      next: () => {
        const iteration = this.#iteration++
        return { iteration, createSeconds: iteration === 0 ? this.#createSeconds : undefined }
      },
      ...(poll.headers !== undefined && {
        headers: (scope) => poll.headers?.(this.#invocation.input ?? {}, scope) ?? [],
      }),
      spacingMs: (seen) => (seen === undefined ? this.#spacingMs : this.#intervalMs(seen)),
    }
    const call = new Call(planFor(this.#client, polled), input, pollOptions(options, this.#lifetime.signal), polling)
    this.#call ??= call
    // It would wait for what its future gives back when it has ended.
    if (this.#limit === call.plan.limit) call.release = () => undefined
    try {
      const result = await runCall(call, receivePoll(poll))
      call.finish()
      return result
    } catch (error) {
      throw isPristineError(error, "http") && error.status === 410 ? expired(error, requestId) : error
    }
  }

  /** Reports a "not yet", takes what is to be held, and waits until the next poll may start. */
  async #wait(answer: PollAnswer): Promise<void> {
    const { status, body, verdict } = answer
    const iteration = Math.max(0, this.#iteration - 1)
    this.#work.progress({ iteration, status, body })
    const call = this.#call
    call?.observer?.polled(call, iteration, status)
    if (verdict?.hold !== undefined) {
      const limit = (this.#limit = namedLimit(this.#client, verdict.hold.limit))
      const taken = limit.acquire(verdict.hold.weight, this.#lifetime.signal)
      this.held.push(await this.#lifetime.race(taken, (release) => release()))
    }
    await this.#lifetime.sleep(answer.sentAt + this.#intervalMs(answer) - this.#client.clock.now())
  }

  #intervalMs(answer: ResponseScope): number {
    // It may come out of the answer, so it can be anything.
    const asked: unknown = this.#poll.intervalMs(answer)
    return (this.#spacingMs = typeof asked === "number" && asked > leastIntervalMs ? asked : leastIntervalMs)
  }

  #requestId(first: PollAnswer): string | undefined {
    const id: unknown = this.#poll.requestId ? this.#poll.requestId(first) : pointer(first.body, ["request_id"])
    return typeof id === "string" ? id : undefined
  }

  #failed({ status, headers, body }: PollAnswer, requestId: string | undefined): PristineError {
    const { id } = this.#invocation.spec
    return new PristineError("future_failed", `The service reports that ${id} failed`, {
      status,
      headers,
      body,
      requestId,
      operation: id,
      attempts: this.#iteration,
      maybeExecuted: true,
      phase: "poll",
    })
  }
}

/** What a caller asks of the whole also holds for its polls, except what is about the first request alone. */
function pollOptions(options: CallOptions, signal: AbortSignal): CallOptions {
  const { headers, validate } = options
  return ownProperties({ signal, ...(headers && { headers }), ...(validate && { validate }) })
}

function expired(error: PristineError, requestId: string | undefined): PristineError {
  const { headers, body } = error
  const facts: ErrorFacts = error
  return new PristineError("future_expired", "The service no longer has the result", {
    ...facts,
    headers,
    body,
    requestId: requestId ?? error.requestId,
    maybeExecuted: true,
    retryable: true,
    phase: "poll",
    cause: error,
  })
}
