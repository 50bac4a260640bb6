import { isPristineError } from "../../errors/is-pristine-error.ts"
import { toPristineError } from "../../errors/to-pristine-error.ts"
import { standIn } from "../../errors/stand-in.ts"
import { copyError } from "../../errors/copy-error.ts"
import type { SecretPlaces } from "../../ports/secret-places.ts"
import type { TransportResponse } from "../../ports/transport.ts"
import { AttemptFailure } from "../response/attempt-failure.ts"
import type { Call } from "./call.ts"
import type { OpenRequest } from "../client/hook-runner.ts"
import { transportTimeouts } from "./plan.ts"
import { releaseBody } from "../response/release-body.ts"
import { isReplayableBody } from "../../values/is-replayable-body.ts"
import { lazySignal } from "../request/lazy-signal.ts"
import { requestHeaders } from "../request/request-headers.ts"

/** Makes of an answer what the caller wants, or says why it is none. */
export type Receive<Result> = (call: Call, response: TransportResponse) => Promise<Result | AttemptFailure>

/** Of a failure that the transport does not tell the facts of. */
const brokenOff = { maybeExecuted: true, phase: "headers" } as const

/** One attempt under the breaker, its own limits of time and the hooks. */
export async function attempt<Result>(call: Call, receive: Receive<Result>): Promise<Result | AttemptFailure> {
  const { plan, lifetime, observer } = call
  const { client, limit } = plan
  const { hooks } = client
  if (limit && limit.trySettle?.() !== true) {
    lifetime.limit(Infinity, "admission")
    await lifetime.wait(limit.settled(lifetime.signal))
  }
  const report = plan.breaker?.enter({ url: call.url, operation: plan.spec.id })
  let result: Result | AttemptFailure | undefined
  let response: TransportResponse | undefined
  let failure: unknown
  let started = false
  let nested = false
  lifetime.limit(call.timeouts.attemptMs ?? Infinity, "attempt")
  try {
    const request = requestOf(call)
    const own = !hooks || (await hooks.request(call, request))
    const authorising = own && plan.auth.length > 0 ? client.authorisation?.apply(call, request) : undefined
    if (authorising) await authorising
    const { transport } = client
    started = true
    lifetime.maybeExecuted = true
    call.attempts += 1
    call.attemptedAt = client.clock.now()
    observer?.attemptStarted(call)
    response = await lifetime.race(transport.send(request, lifetime), releaseBody)
    if (hooks) await hooks.response(call, response)
    result = await receive(call, response)
    if (result instanceof AttemptFailure) failure = result.outcome.error
  } catch (thrown) {
    // Several calls may have met one and the same error, and each adds its own facts to it.
    failure = lifetime.over
      ? lifetime.over.reason
      : copyError(
          started
            ? toPristineError(standIn(thrown), "connection", "The transport failed", brokenOff)
            : toPristineError(standIn(thrown), "config", "The request could not be made"),
        )
    // A request that no transport can send was on no wire.
    if (started && isPristineError(failure, "input") && !failure.maybeExecuted) {
      started = false
      call.attempts -= 1
    }
    if (!lifetime.over && isPristineError(failure) && failure.retryable) {
      const { code, attempts } = failure
      if (code === "connection" || code === "timeout") {
        result = new AttemptFailure({ cause: code, error: failure })
        nested = attempts !== undefined
      }
    }
  }
  lifetime.leave()
  if (started) observer?.attemptEnded(call, response, failure)
  report?.(client.outcome?.(result, started ? failure : undefined) ?? "ignored")
  // What a call within this attempt failed of has been repeated as that call's policies say: attempts must not multiply.
  // A caller's reason may be of any type.
  if (result === undefined || nested) throw failure as Error
  return result
}

/** The same once more, where the service refused a credential that can be renewed; otherwise what there is. */
export async function renewed<Result>(
  call: Call,
  receive: Receive<Result>,
  result: AttemptFailure,
): Promise<Result | AttemptFailure> {
  const { authorisation } = call.plan.client
  if (!authorisation?.renew || call.reauthorised || !isReplayableBody(call.body)) return result
  call.reauthorised = true
  call.lifetime.limit(Infinity, "auth")
  return (await authorisation.renew(call)) ? attempt(call, receive) : result
}

function requestOf(call: Call): OpenRequest {
  const { plan, timeouts, lifetime, polling } = call
  const { method, pool, secrets, idempotency } = plan.spec
  if (polling) call.scope.poll = polling.next()
  // Each key is its own, given or not: what the request does not have must not come from a prototype.
  const request = {
    method,
    url: call.url,
    headers: requestHeaders(call),
    body: call.body,
    timeouts: timeouts === plan.timeouts ? plan.transportTimeouts : transportTimeouts(timeouts, plan.streamed),
    idempotent: idempotency || polling ? true : undefined,
    pool,
    secrets: polling?.secrets ? joined(polling.secrets, secrets) : secrets,
  }
  return lazySignal(request, lifetime.lazySignal())
}

/** The path is the second one's. */
function joined({ names }: SecretPlaces, own: SecretPlaces | undefined): SecretPlaces {
  return { ...own, names: [...names, ...(own?.names ?? [])] }
}
