import type { Meter } from "@opentelemetry/api"
import type { TelemetryEvent } from "../../../ports/telemetry.ts"
import { errorType, requestAttributes } from "./request-attributes.ts"

/** Takes the end of an attempt. */
export type RecordDuration = (event: TelemetryEvent) => void

/** Of the semantic conventions, in seconds. */
const boundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10]

/** The histogram `http.client.request.duration`. */
export function durationHistogram(meter: Meter): RecordDuration {
  const histogram = meter.createHistogram("http.client.request.duration", {
    description: "Duration of HTTP client requests.",
    unit: "s",
    advice: { explicitBucketBoundaries: boundaries },
  })
  return (event) => {
    const { status, durationMs = 0 } = event
    const failed = errorType(event)
    histogram.record(durationMs / 1000, {
      ...requestAttributes(event),
      ...(status !== undefined && { "http.response.status_code": status }),
      ...(failed !== undefined && { "error.type": failed }),
    })
  }
}
