import { PristineError, type ClientOptions } from "pristine-runtime"

/**
 * What is told of things in the background, made so that its failures disturb nobody: they would end the process. The first
 * one is told to `onWarning` (default: `console.warn`).
 *
 * @param what Such as `log` or `observer`, for the warning.
 */
export function guarded<Told extends readonly unknown[]>(
  what: string,
  tell: (...told: Told) => unknown,
  onWarning: NonNullable<ClientOptions["onWarning"]> = ({ message }) => console.warn(message),
): (...told: Told) => void {
  let reported = false
  const report = (cause: unknown): void => {
    if (reported) return
    reported = true
    onWarning(new PristineError("config", `The ${what} failed; its errors are not reported again`, { cause }))
  }
  return (...told) => {
    try {
      // One may be an async function after all.
      const done = tell(...told)
      if (done instanceof Promise) done.catch(report)
    } catch (thrown) {
      report(thrown)
    }
  }
}
