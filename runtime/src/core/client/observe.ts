import { isPristineError } from "../../errors/is-pristine-error.ts"
import type { Clock } from "../../ports/clock.ts"
import type { Telemetry, TelemetryEvent } from "../../ports/telemetry.ts"
import { deliverySignal } from "../../values/delivery-signal.ts"
import type { Call } from "../call/call.ts"
import type { Observer } from "../call/observer.ts"
import { requestIdOf } from "../response/request-id-of.ts"

/** Makes telemetry events out of what happens in the calls of one client. */
export function observe(telemetry: Telemetry, clock: Clock): Observer {
  const begun = new WeakMap<Call, { readonly id: number; readonly at: number }>()
  let last = 0
  let emitting = false
  const emit = (call: Call, type: TelemetryEvent["type"], facts: Partial<TelemetryEvent>): void => {
    const known = begun.get(call)
    if (!known) return
    const { id, method, route } = call.plan.spec
    const event = { type, operation: id, callId: known.id, time: clock.now(), method, route, ...server(call), ...facts }
    const nested = emitting
    emitting = true
    try {
      telemetry.emit(event)
    } finally {
      emitting = nested
    }
  }
  return {
    started(call) {
      const { signal } = call.options
      // A telemetry's own calls are not told of, or each event would cause others.
      if (emitting || (signal && deliverySignal in signal)) return
      begun.set(call, { id: ++last, at: clock.now() })
      emit(call, "call:start", {})
    },
    ended(call, failure) {
      const durationMs = clock.now() - (begun.get(call)?.at ?? 0)
      emit(call, "call:end", { attempt: call.attempts, durationMs, ...named(failure) })
    },
    attemptStarted: (call) => emit(call, "attempt:start", { attempt: call.attempts }),
    attemptEnded(call, response, failure) {
      const requestId = response && requestIdOf(call, response.headers)
      emit(call, "attempt:end", {
        attempt: call.attempts,
        durationMs: clock.now() - call.attemptedAt,
        ...(response && { status: response.status }),
        ...(requestId !== undefined && { requestId }),
        ...named(failure),
      })
    },
    retrying: (call, delayMs, failure) => emit(call, "retry", { attempt: call.attempts, delayMs, ...named(failure) }),
    polled: (call, iteration, status) => emit(call, "poll", { attempt: iteration, status }),
    throttled: (call, delayMs) => emit(call, "throttle", { attempt: call.attempts, delayMs }),
  }
}

function server({ plan }: Call): Pick<TelemetryEvent, "serverAddress" | "serverPort"> {
  const { hostname, port } = new URL(plan.client.baseUrl)
  return { serverAddress: hostname, ...(port !== "" && { serverPort: Number(port) }) }
}

/** The code of a failure; what is none of our errors is the reason of an abort. */
function named(failure: unknown): { readonly error?: string } {
  if (failure === undefined) return {}
  return { error: isPristineError(failure) ? failure.code : "aborted" }
}
