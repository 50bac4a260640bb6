import type { TransportResponse } from "../../ports/transport.ts"
import type { Call } from "./call.ts"

/** Is told what happens in a call while it happens. A client without telemetry has none, and links nothing of it. */
export interface Observer {
  started(call: Call): void
  ended(call: Call, failure: unknown): void
  attemptStarted(call: Call): void
  attemptEnded(call: Call, response: TransportResponse | undefined, failure: unknown): void
  retrying(call: Call, delayMs: number, failure: unknown): void
  polled(call: Call, iteration: number, status: number): void
  throttled(call: Call, delayMs: number): void
}
