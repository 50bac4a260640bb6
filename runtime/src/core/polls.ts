import { isPristineError } from "../errors/is-pristine-error.ts"
import { PristineError } from "../errors/pristine-error.ts"
import type { Release } from "../ports/rate-limit.ts"
import { Call, type Polling } from "./call.ts"
import type { CallOptions } from "./call-options.ts"
import type { Client } from "./client.ts"
import type { Invocation } from "./execute.ts"
import type { Lifetime } from "./lifetime.ts"
import { namedLimit } from "./named-limit.ts"
import type { FutureSpec, PollSpec } from "./operation-spec.ts"
import { planFor } from "./plan.ts"
import { pointer } from "./pointer.ts"
import { type PollAnswer, receiveFirst, receivePoll } from "./poll-answer.ts"
import { runCall } from "./run-call.ts"
import type { FutureWork } from "./running-future.ts"
import type { ResponseScope } from "./scope.ts"

/** Least time between two polls whatever a service says, in milliseconds: a "0" must not become a busy loop. */
const leastIntervalMs = 10

/** The polls of one future. */
export class Polls {
  readonly #invocation: Invocation
  readonly #client: Client
  readonly #lifetime: Lifetime
  readonly #work: FutureWork
  readonly #held: Release[]
  readonly #poll: PollSpec
  readonly #startedAt: number
  #iteration = 0
  #createSeconds: number | undefined
  #spacingMs = leastIntervalMs

  constructor(invocation: Invocation, client: Client, lifetime: Lifetime, work: FutureWork, held: Release[]) {
    this.#invocation = invocation
    this.#client = client
    this.#lifetime = lifetime
    this.#work = work
    this.#held = held
    this.#poll = (invocation.spec as FutureSpec).poll
    this.#startedAt = client.clock.now()
  }

  async run(): Promise<unknown> {
    const { spec, input } = this.#invocation
    const polled = this.#poll.operation()
    const sameOperation = polled.id === spec.id
    const options = { ...this.#invocation.options, signal: this.#lifetime.signal }
    const call = new Call(planFor(this.#client, spec), input, options)
    const { result: first, finish } = await runCall(call, receiveFirst(this.#poll, sameOperation))
    finish()
    this.#createSeconds = (this.#client.clock.now() - this.#startedAt) / 1_000
    const requestId = this.#requestId(first)
    this.#work.submitted(requestId)

    let answer = first
    let nextInput: unknown = answer.state === "done" ? undefined : this.#poll.input(first, call.input)
    if (nextInput === undefined && answer.state === "ticket") return answer.result()
    for (;;) {
      if (answer.state === "done") return answer.result()
      if (answer.state === "failed") throw this.#failed(answer, requestId)
      if (answer.state === "pending") {
        await this.#wait(call, answer)
        if (answer.verdict?.input !== undefined) nextInput = { ...(nextInput as object), ...answer.verdict.input }
      }
      answer = await this.#ask(polled, nextInput, requestId)
    }
  }

  async #ask(polled: Invocation["spec"], input: unknown, requestId: string | undefined): Promise<PollAnswer> {
    const { poll, options } = { poll: this.#poll, options: this.#invocation.options }
    const polling: Polling = {
      readers: poll.result.readers,
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
    try {
      const { result, finish } = await runCall(call, receivePoll(poll))
      finish()
      return result
    } catch (error) {
      throw isPristineError(error, "http") && error.status === 410 ? expired(error, requestId) : error
    }
  }

  /** Reports a "not yet", takes what is to be held, and waits until the next poll may start. */
  async #wait(call: Call, answer: PollAnswer): Promise<void> {
    const { status, body, verdict } = answer
    const iteration = Math.max(0, this.#iteration - 1)
    this.#work.progress({ iteration, status, body })
    call.observer?.polled(call, iteration, status)
    if (verdict?.hold !== undefined) {
      const limit = namedLimit(this.#client, verdict.hold.limit)
      const taken = limit.acquire(verdict.hold.weight, this.#lifetime.signal)
      this.#held.push(await this.#lifetime.race(taken, (release) => release()))
    }
    await this.#lifetime.sleep(answer.sentAt + this.#intervalMs(answer) - this.#client.clock.now())
  }

  #intervalMs(answer: ResponseScope): number {
    // It may come out of the answer, so it can be anything.
    const asked: unknown = this.#poll.intervalMs(answer)
    return (this.#spacingMs = typeof asked === "number" && asked > leastIntervalMs ? asked : leastIntervalMs)
  }

  #requestId(first: PollAnswer): string | undefined {
    if (this.#poll.requestId !== undefined) return this.#poll.requestId(first)
    const id = pointer(first.body, ["request_id"])
    return typeof id === "string" ? id : undefined
  }

  #failed({ status, headers, body }: PollAnswer, requestId: string | undefined): PristineError {
    const { id } = this.#invocation.spec
    const facts = { status, headers, body, requestId, operation: id, maybeExecuted: true, phase: "poll" } as const
    return new PristineError("future_failed", `The service reports that ${id} failed`, {
      ...facts,
      attempts: this.#iteration,
    })
  }
}

/** What a caller asks of the whole also holds for its polls, except what is about the first request alone. */
function pollOptions(options: CallOptions, signal: AbortSignal): CallOptions {
  const { headers, validate } = options
  return { signal, ...(headers !== undefined && { headers }), ...(validate !== undefined && { validate }) }
}

function expired(error: PristineError, requestId: string | undefined): PristineError {
  const { status, headers, body, operation, attempts } = error
  const facts = { status, headers, body, operation, attempts, requestId: requestId ?? error.requestId }
  return new PristineError("future_expired", "The service no longer has the result", {
    ...facts,
    maybeExecuted: true,
    retryable: true,
    phase: "poll",
    cause: error,
  })
}
