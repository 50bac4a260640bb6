import type { Fields } from "./http/fields.ts"
import { HttpError } from "./http/http-error.ts"

/** What a client says about its own behaviour, as it came over the wire. */
export interface TelemetryBatch {
  readonly session_id: string
  readonly platform?: string
  readonly sdk_version?: string
  readonly process_uuid?: string
  readonly events: readonly Readonly<Record<string, unknown>>[]
}

/** Strings that an event of each kind carries beside those of all. */
const textsOf: Readonly<Record<string, readonly string[]>> = {
  SESSION_START: [],
  SESSION_END: ["duration"],
  UNHANDLED_EXCEPTION: ["error_message", "error_type"],
  GENERIC_EVENT: ["event_name"],
}

const severities = ["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"]

/**
 * Reads a batch of telemetry and checks its events.
 *
 * @throws HttpError 422 naming the faulty field.
 */
export function readTelemetryBatch(body: Fields): TelemetryBatch {
  const facts = ["platform", "sdk_version", "process_uuid"].flatMap((name) => {
    const fact = body.optionalString(name)
    return fact === undefined ? [] : [[name, fact]]
  })
  const session = body.string("session_id")
  const events = body.objects("events").map(readEvent)
  return { ...(Object.fromEntries(facts) as Partial<TelemetryBatch>), session_id: session, events }
}

function readEvent(event: Fields): Readonly<Record<string, unknown>> {
  const kind = event.string("event")
  const texts = Object.hasOwn(textsOf, kind) ? textsOf[kind] : undefined
  if (texts === undefined) throw invalid("event", `Input should be ${Object.keys(textsOf).join(", ")}`)
  for (const name of ["event_id", ...texts]) event.string(name)
  event.integer("event_session_index")
  if (!severities.includes(event.string("severity")))
    throw invalid("severity", `Input should be ${severities.join(", ")}`)
  if (Number.isNaN(Date.parse(event.string("timestamp")))) throw invalid("timestamp", "Input should be a datetime")
  return event.record()
}

function invalid(field: string, message: string): HttpError {
  return new HttpError(422, [{ loc: ["body", "events", field], msg: message, type: "value_error" }])
}
