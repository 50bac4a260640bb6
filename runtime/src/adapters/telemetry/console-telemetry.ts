import { escapeText } from "../../errors/escape-text.ts"
import type { Telemetry, TelemetryEvent } from "../../ports/telemetry.ts"

export interface ConsoleTelemetryOptions {
  /** Takes each line. Default: `console.debug`. */
  readonly write?: (line: string) => void
  /** Leaves out the others. Default: all. */
  readonly types?: readonly TelemetryEvent["type"][]
}

/**
 * One line for each event, such as `get_pet #3 attempt:end attempt=2 GET /pets/{petId} status=503 duration=12ms`. What a
 * server had a hand in is escaped.
 */
export function consoleTelemetry(options: ConsoleTelemetryOptions = {}): Telemetry {
  const { write = (line: string): void => console.debug(line), types } = options
  return {
    emit(event) {
      if (types === undefined || types.includes(event.type)) write(format(event))
    },
  }
}

const longestText = 200

function format(event: TelemetryEvent): string {
  const { operation, callId, type, attempt, method, route, status, durationMs, delayMs, error, requestId } = event
  const parts = [
    operation,
    `#${callId}`,
    type,
    attempt !== undefined && `attempt=${attempt}`,
    method !== undefined && route !== undefined && `${method} ${route}`,
    status !== undefined && `status=${status}`,
    durationMs !== undefined && `duration=${Math.round(durationMs)}ms`,
    delayMs !== undefined && `delay=${Math.round(delayMs)}ms`,
    error !== undefined && `error=${error}`,
    requestId !== undefined && `request=${requestId}`,
  ]
  return parts
    .filter((part) => part !== false)
    .map((part) => escapeText(part, longestText))
    .join(" ")
}
