import { isPristineError } from "../../errors/is-pristine-error.ts"
import type { ErrorCode, PristineError } from "../../errors/pristine-error.ts"

/** Throws unless the claim holds. */
export function claim(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(`Broken contract: ${what}`)
}

/** What a promise rejects with. */
export function rejectionOf(promise: Promise<unknown>, what: string): Promise<unknown> {
  const rejected = promise.then(
    () => {
      throw new Error(`Broken contract: ${what} must reject`)
    },
    (reason: unknown) => reason,
  )
  // A case may look at it later, or break before.
  rejected.catch(() => undefined)
  return rejected
}

/** Claims that something is one of our errors with this code. */
export function claimError(thrown: unknown, code: ErrorCode, what: string): asserts thrown is PristineError {
  claim(isPristineError(thrown, code), `${what} must be a PristineError with code ${code}`)
}

/** Whether a promise has settled by the end of a turn that `settle` brings about. */
export async function isPending(promise: Promise<unknown>, settle: () => Promise<void>): Promise<boolean> {
  let pending = true
  const done = (): void => void (pending = false)
  promise.then(done, done)
  await settle()
  return pending
}
