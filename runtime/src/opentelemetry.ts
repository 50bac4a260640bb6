/** Spans and metrics of OpenTelemetry, over the optional peer `@opentelemetry/api`. */
export {
  openTelemetry,
  type OpenTelemetry,
  type OpenTelemetryOptions,
} from "./adapters/telemetry/opentelemetry/open-telemetry.ts"
