/**
 * A server-side session that lives as long as it is told so. Each call rejects with the signal's reason when it is given
 * up: a creation by the caller, a heartbeat and the end after a limit of time.
 */
export interface SessionPort<State> {
  create(signal: AbortSignal): Promise<State>
  heartbeat(state: State, signal: AbortSignal): Promise<void>
  close?(state: State, signal: AbortSignal): Promise<void>
}
