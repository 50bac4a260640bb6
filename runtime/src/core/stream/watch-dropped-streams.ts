/**
 * Aborts what a stream holds once the stream itself was collected: a net below programs that drop one without leaving it.
 * When an engine collects is its own affair, and one without `FinalizationRegistry` never tells.
 */
export function watchDroppedStreams(): FinalizationRegistry<{ abort(): void }> | undefined {
  return typeof FinalizationRegistry === "undefined" ? undefined : new FinalizationRegistry((hold) => hold.abort())
}
