import type { Client } from "./client.ts"
import type { ServiceSpec } from "./service-spec.ts"

/** A generated service: its description, built on first use, and the client used when a call names none. */
export interface Service {
  readonly spec: ServiceSpec
  /** Throws a `PristineError` (code `config`) when the build disabled it. */
  defaultClient(): Client
}
