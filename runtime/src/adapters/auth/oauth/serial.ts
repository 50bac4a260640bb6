/** Runs one piece of work at a time, in the order of asking. One whose signal has fired by its turn does not run. */
export function serial(): <Value>(signal: AbortSignal, work: () => Promise<Value>) => Promise<Value> {
  let last: Promise<unknown> = Promise.resolve()
  return (signal, work) => {
    const next = last.then(() => {
      signal.throwIfAborted()
      return work()
    })
    // The one who asked hears of a failure; the next one starts all the same.
    last = next.catch(() => undefined)
    return next
  }
}
