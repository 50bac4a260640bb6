import { type Context, type Meter, metrics, trace, type Tracer } from "@opentelemetry/api"
import type { Telemetry } from "../../../ports/telemetry.ts"
import type { Transport } from "../../../ports/transport.ts"
import { callSpans } from "./call-spans.ts"
import { durationHistogram } from "./duration-histogram.ts"
import { tracedTransport } from "./traced-transport.ts"

export interface OpenTelemetryOptions {
  /** Makes the spans. Default: the global provider's tracer of the name `pristine-runtime`. */
  readonly tracer?: Tracer
  /** Makes the histogram. Default: the global provider's meter of the name `pristine-runtime`. */
  readonly meter?: Meter
  /** Headers that `transport` may add. Default `traceparent` and `tracestate`: baggage may be nobody else's business. */
  readonly fields?: readonly string[]
}

export interface OpenTelemetry extends Telemetry {
  /** A transport that tells the service the trace, with the global propagator. Without it nothing is sent. */
  transport(inner: Transport): Transport
}

/** The context of the attempt whose request is about to be sent: both happen without a pause between them. */
export interface Handoff {
  context?: Context | undefined
}

/**
 * Spans and the metric `http.client.request.duration` of OpenTelemetry, after its semantic conventions for HTTP clients:
 * one span for each call, named after the operation, and in it one for each attempt, named `GET /pets/{id}`. They hold
 * the path's template and never the URL, a header, a query or a body. Several clients may share one.
 *
 * @example
 * const otel = openTelemetry()
 * const client = createClient({ telemetry: otel, transport: otel.transport(undiciTransport()) })
 *
 * @see https://opentelemetry.io/docs/specs/semconv/http/
 */
export function openTelemetry(options: OpenTelemetryOptions = {}): OpenTelemetry {
  const { tracer = trace.getTracer("pristine-runtime"), meter = metrics.getMeter("pristine-runtime") } = options
  const { fields = ["traceparent", "tracestate"] } = options
  const handoff: Handoff = {}
  const forClient = (): Telemetry => callSpans(tracer, durationHistogram(meter), handoff)
  return { ...forClient(), forClient, transport: (inner) => tracedTransport(inner, handoff, fields) }
}
