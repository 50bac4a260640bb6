import type { FailureReader } from "../../ports/failure-reader.ts"

/**
 * A service's word on another attempt: `true` or `false` in a header such as `x-should-retry`; anything else says nothing.
 * Only services whose manifest names the header are listened to.
 */
export function shouldRetryHeader(name: string): FailureReader {
  return ({ headers }) => {
    const text = headers.get(name)?.trim().toLowerCase()
    return { shouldRetry: text === "true" ? true : text === "false" ? false : undefined }
  }
}
