import { causeChain, isPristineError, redactText } from "pristine-runtime"
import { secrets } from "./secrets.ts"

/** What an event says of an error. */
export interface DescribedError {
  readonly error_type: string
  /** Of the runtime's own errors, which hold no payload and no secret; nobody vouches for the text of another. */
  readonly error_message: string
  readonly status_code?: number
  readonly operation?: string
}

export function describeError(error: unknown): DescribedError {
  if (!isPristineError(error)) {
    const name = error instanceof Error ? error.name : typeof error
    return { error_type: redactText(name, { secrets }), error_message: "" }
  }
  const { code, message, status, operation } = error
  return {
    error_type: `PristineError.${code}`,
    error_message: redactText(message, { secrets }),
    ...(status !== undefined && { status_code: status }),
    ...(operation !== undefined && { operation }),
  }
}

/**
 * The caller's doing rather than ours or the service's: work that failed with the category `user`, or an answer of 4xx other
 * than 408, 410 and 429, here or among the causes.
 */
export function isUserError(error: unknown): boolean {
  return causeChain(error).some((each) => {
    if (!isPristineError(each)) return false
    const { code, status = 0, body } = each
    if (code === "future_failed") return categoryOf(body) === "user"
    return status >= 400 && status < 500 && ![408, 410, 429].includes(status)
  })
}

function categoryOf(body: unknown): unknown {
  return typeof body === "object" && body !== null && "category" in body ? body.category : undefined
}
