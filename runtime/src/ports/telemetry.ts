/** One thing that happened in a call. Holds no payload, credential, query or body: see each field. */
export interface TelemetryEvent {
  readonly type: "call:start" | "call:end" | "attempt:start" | "attempt:end" | "retry" | "poll" | "throttle"
  readonly operation: string
  /** Unique within the client. */
  readonly callId: number
  /** Milliseconds on the client's clock. */
  readonly time: number
  readonly attempt?: number
  readonly method?: string
  /** The path template, never the path with its values. */
  readonly route?: string
  readonly status?: number
  readonly durationMs?: number
  readonly delayMs?: number
  /** `code` of the error, if the call or attempt failed. */
  readonly error?: string
  readonly requestId?: string
}

/** Receives events synchronously; it must not throw and must not block. */
export interface Telemetry {
  emit(event: TelemetryEvent): void
  /** Delivers what is held back. */
  flush?(signal?: AbortSignal): Promise<void>
}
