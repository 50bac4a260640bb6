import { context, type Context, type Span, SpanKind, SpanStatusCode, trace, type Tracer } from "@opentelemetry/api"
import type { Telemetry, TelemetryEvent } from "../../../ports/telemetry.ts"
import type { RecordDuration } from "./duration-histogram.ts"
import type { Handoff } from "./open-telemetry.ts"
import { errorType, requestAttributes } from "./request-attributes.ts"

interface OpenCall {
  readonly span: Span
  readonly context: Context
  attempt?: Span | undefined
}

/** Spans of one client's calls, which are told apart by their ids. */
export function callSpans(tracer: Tracer, record: RecordDuration, handoff: Handoff): Telemetry {
  const calls = new Map<number, OpenCall>()

  const startCall = ({ operation, callId }: TelemetryEvent): void => {
    const parent = context.active()
    const span = tracer.startSpan(operation, { kind: SpanKind.INTERNAL }, parent)
    calls.set(callId, { span, context: trace.setSpan(parent, span) })
  }

  const startAttempt = (call: OpenCall, event: TelemetryEvent): void => {
    const { method = "", route = "", attempt = 1 } = event
    const attributes = {
      ...requestAttributes(event),
      ...(attempt > 1 && { "http.request.resend_count": attempt - 1 }),
    }
    call.attempt = tracer.startSpan(`${method} ${route}`, { kind: SpanKind.CLIENT, attributes }, call.context)
    handoff.context = trace.setSpan(call.context, call.attempt)
  }

  const endAttempt = (call: OpenCall, event: TelemetryEvent): void => {
    handoff.context = undefined
    record(event)
    if (call.attempt) end(call.attempt, event)
    call.attempt = undefined
  }

  return {
    emit(event) {
      const { type, callId, delayMs, error, status } = event
      if (type === "call:start") startCall(event)
      const call = calls.get(callId)
      if (!call) return
      if (type === "attempt:start") startAttempt(call, event)
      else if (type === "attempt:end") endAttempt(call, event)
      else if (type === "call:end") {
        calls.delete(callId)
        call.attempt?.end()
        end(call.span, event)
      } else if (type !== "call:start") {
        call.span.addEvent(type, {
          ...(delayMs !== undefined && { "pristine.delay_ms": delayMs }),
          ...(status !== undefined && { "http.response.status_code": status }),
          ...(error !== undefined && { "error.type": error }),
        })
      }
    },
  }
}

function end(span: Span, event: TelemetryEvent): void {
  const { status } = event
  if (status !== undefined) span.setAttribute("http.response.status_code", status)
  const failed = errorType(event)
  if (failed !== undefined) {
    span.setAttribute("error.type", failed)
    span.setStatus({ code: SpanStatusCode.ERROR })
  }
  span.end()
}
