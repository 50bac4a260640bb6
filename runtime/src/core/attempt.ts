import { completeError } from "../errors/complete-error.ts"
import { isPristineError } from "../errors/is-pristine-error.ts"
import type { PristineError } from "../errors/pristine-error.ts"
import { toPristineError } from "../errors/to-pristine-error.ts"
import type { TransportRequest, TransportResponse } from "../ports/transport.ts"
import { AttemptFailure } from "./attempt-failure.ts"
import { authorise, refused } from "./authorise.ts"
import type { Call } from "./call.ts"
import { transportTimeouts } from "./plan.ts"
import { requestIdOf } from "./request-id.ts"
import { releaseBody } from "./release-body.ts"
import { requestHeaders } from "./request-headers.ts"

/** Makes of an answer what the caller wants, or says why it is none. */
export type Receive<Result> = (call: Call, response: TransportResponse) => Promise<Result | AttemptFailure>

/** One attempt; where the service refuses a credential that can be renewed, the same once more. */
export async function attempt<Result>(call: Call, receive: Receive<Result>): Promise<Result | AttemptFailure> {
  const result = await send(call, receive)
  if (!(result instanceof AttemptFailure) || result.answer?.status !== 401) return result
  if (call.reauthorised || !call.replayable || call.plan.auth.length === 0) return result
  call.reauthorised = true
  call.lifetime.limit(Infinity, "auth")
  return (await refused(call)) ? send(call, receive) : result
}

async function send<Result>(call: Call, receive: Receive<Result>): Promise<Result | AttemptFailure> {
  const { plan, lifetime } = call
  const { client, limit } = plan
  if (limit !== undefined) {
    lifetime.limit(Infinity, "admission")
    await lifetime.race(limit.settled(lifetime.signal))
  }
  const report = client.breaker?.enter()
  let outcome: "success" | "failure" | "ignored" = "ignored"
  let started = false
  lifetime.limit(call.timeouts.attemptMs ?? Infinity, "attempt")
  try {
    const request = requestOf(call)
    if (plan.auth.length > 0) request.url = await authorise(call, plan.auth, request.headers)
    const { transport } = client
    started = true
    call.attempts += 1
    call.attemptedAt = client.clock.now()
    call.emit("attempt:start", { attempt: call.attempts })
    const response = await lifetime.race(transport.send(request), releaseBody)
    const result = await receive(call, response)
    const failure = result instanceof AttemptFailure ? result : undefined
    outcome = failure === undefined ? "success" : breakerOutcome(failure)
    reportEnd(call, failure?.outcome.error.code, response)
    return result
  } catch (thrown) {
    const error = toAttemptError(call, thrown)
    if (started) reportEnd(call, isPristineError(error) ? error.code : "aborted")
    if (lifetime.over !== undefined || !isPristineError(error) || !isTransient(error)) throw error
    outcome = "failure"
    return new AttemptFailure({ cause: error.code, error })
  } finally {
    lifetime.leave()
    report?.(outcome)
  }
}

/** A request whose URL and headers are still to get the credentials. */
type MutableRequest = { -readonly [Key in keyof TransportRequest]: TransportRequest[Key] } & {
  headers: [name: string, value: string][]
}

function requestOf(call: Call): MutableRequest {
  const { plan, timeouts } = call
  const signal = call.lifetime.lazySignal()
  if (call.polling !== undefined) call.scope.poll = call.polling.next()
  const request: MutableRequest = {
    method: plan.spec.method,
    url: call.url,
    headers: requestHeaders(call),
    get signal() {
      return signal()
    },
    timeouts: timeouts === plan.timeouts ? plan.transportTimeouts : transportTimeouts(timeouts, plan.streamed),
  }
  if (call.body !== undefined) request.body = call.body
  if (plan.pool !== undefined) request.pool = plan.pool
  return request
}

/** The reason why the call is over, or what was thrown as one of our errors. */
function toAttemptError(call: Call, thrown: unknown): unknown {
  if (call.lifetime.over !== undefined) return call.lifetime.over.reason
  const facts = { maybeExecuted: true, phase: "headers" } as const
  const error = toPristineError(thrown, "connection", "The transport failed", facts)
  return completeError(error, { operation: call.plan.spec.id, attempts: call.attempts })
}

function isTransient(error: PristineError): error is PristineError & { readonly code: "connection" | "timeout" } {
  return (error.code === "connection" || error.code === "timeout") && error.retryable
}

/** The service is healthy as long as it answers; only its own failures count against it. */
function breakerOutcome({ outcome: { cause } }: AttemptFailure): "failure" | "ignored" {
  return typeof cause === "string" || cause >= 500 ? "failure" : "ignored"
}

function reportEnd(call: Call, error: string | undefined, response?: TransportResponse): void {
  if (call.plan.telemetry === undefined) return
  const requestId = response === undefined ? undefined : requestIdOf(response.headers)
  call.emit("attempt:end", {
    attempt: call.attempts,
    durationMs: call.plan.client.clock.now() - call.attemptedAt,
    ...(response !== undefined && { status: response.status }),
    ...(requestId !== undefined && { requestId }),
    ...(error !== undefined && { error }),
  })
}
