/** Whoever listens to an interruption. */
export interface InterruptionListener {
  handleEvent(): void
}

/**
 * The part of an `AbortSignal` that a listener of ours needs. A signal is one; what stands in for it costs a fraction of
 * making a signal, which is the dearest part of a short call.
 */
export interface Interruption {
  readonly reason: unknown
  throwIfAborted(): void
  addEventListener(type: "abort", listener: InterruptionListener): void
  removeEventListener(type: "abort", listener: InterruptionListener): void
}
