import { PristineError, type ClientOptions } from "pristine-runtime"

/**
 * An observer whose failures disturb nobody: what it is told of happens in the background. The first failure is told to
 * `onWarning` (default: `console.warn`).
 */
export function guardedObserver<Event>(
  observer: (event: Event) => unknown,
  onWarning: NonNullable<ClientOptions["onWarning"]> = ({ message }) => console.warn(message),
): (event: Event) => void {
  let reported = false
  const report = (cause: unknown): void => {
    if (reported) return
    reported = true
    onWarning(new PristineError("config", "An observer failed; its errors are not reported again", { cause }))
  }
  return (event) => {
    try {
      // One may be an async function after all.
      const done = observer(event)
      if (done instanceof Promise) done.catch(report)
    } catch (thrown) {
      report(thrown)
    }
  }
}
