import type { Attributes } from "@opentelemetry/api"
import type { TelemetryEvent } from "../../../ports/telemetry.ts"

/** What spans and metrics say of a request. */
export function requestAttributes({ method, route, serverAddress, serverPort }: TelemetryEvent): Attributes {
  return {
    ...(method !== undefined && { "http.request.method": method }),
    ...(route !== undefined && { "url.template": route }),
    ...(serverAddress !== undefined && { "server.address": serverAddress }),
    ...(serverPort !== undefined && { "server.port": serverPort }),
  }
}

/** The status of a failed answer, else the code of the error: both have few values. */
export function errorType({ status, error }: TelemetryEvent): string | undefined {
  return status !== undefined && status >= 400 ? String(status) : error
}
