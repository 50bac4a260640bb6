/**
 * Waits for what many calls share. The signal ends this wait alone: it rejects with the signal's reason, and the work goes
 * on for the others.
 */
export async function waitFor<Value>(shared: PromiseLike<Value>, signal: AbortSignal | undefined): Promise<Value> {
  if (signal === undefined) return shared
  signal.throwIfAborted()
  let onAbort = (): void => undefined
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason as Error)
    signal.addEventListener("abort", onAbort, { once: true })
  })
  try {
    return await Promise.race([shared, aborted])
  } finally {
    signal.removeEventListener("abort", onAbort)
  }
}
