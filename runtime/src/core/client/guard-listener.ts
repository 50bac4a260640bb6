import { PristineError } from "../../errors/pristine-error.ts"
import { toError } from "../../errors/to-error.ts"
import { isPromise } from "../../values/is-promise.ts"

/**
 * A listener made so that its failures, thrown or rejected, disturb nobody: of what is told in the background there is no caller
 * who could catch them, and they would end the process.
 *
 * @param what Begins the warning, such as `The observer`.
 * @param onWarning Told of the first failure, with code `config` and what was thrown as its cause. Default: `console.warn` of
 *   the message.
 */
export function guardListener<Told extends readonly unknown[]>(
  what: string,
  listener: (...told: Told) => unknown,
  onWarning: (warning: PristineError) => void = ({ message }) => console.warn(message),
): (...told: Told) => void {
  return guardWith(reportOnce(what, onWarning), listener)
}

/** Tells of the first failure of something whose failures disturb nobody. */
export function reportOnce(what: string, onWarning: (warning: PristineError) => void): (thrown: unknown) => void {
  let isReported = false
  return (thrown) => {
    if (isReported) return
    isReported = true
    onWarning(
      new PristineError("config", `${what} failed; its errors are not reported again`, { cause: toError(thrown) }),
    )
  }
}

/** A listener whose failures go to `report`. */
export function guardWith<Told extends readonly unknown[]>(
  report: (thrown: unknown) => void,
  listener: (...told: Told) => unknown,
): (...told: Told) => void {
  return (...told) => {
    try {
      // One may be an async function after all.
      const done = listener(...told)
      if (isPromise(done)) done.then(undefined, report)
    } catch (thrown) {
      report(thrown)
    }
  }
}
