/** A server-side session that lives as long as it is told so. */
export interface SessionPort<State> {
  create(signal: AbortSignal): Promise<State>
  heartbeat(state: State, signal: AbortSignal): Promise<void>
  close?(state: State, signal: AbortSignal): Promise<void>
}
