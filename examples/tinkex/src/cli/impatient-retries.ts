import { httpPolicy } from "#tinker.pristine.json"
import { isPristineError } from "pristine-runtime"
import type { ServiceClientOptions } from "../clients/service-client.ts"
import type { Terminal } from "./terminal.ts"

/** Tries of one request, where the SDK has eleven. */
const maxAttempts = 5
/** Milliseconds after which a call is not begun anew, where the SDK goes on for five minutes. */
const maxElapsedMs = 10_000

/**
 * Somebody waits: a service that is not there is told of within half a minute, and each new try at once. What the service
 * works on, and what stands in a queue, is waited for as ever.
 */
export function impatientRetries({ progress }: Terminal): ServiceClientOptions {
  const rules = httpPolicy.rules.map((rule) => ({ ...rule, maxAttempts: Math.min(rule.maxAttempts, maxAttempts) }))
  return {
    retryPolicies: { http: { rules }, call: { maxElapsedMs } },
    hooks: {
      onRetry: ({ error }) => {
        const reason = isPristineError(error) ? ` (${error.status ?? error.code})` : ""
        progress(`The service does not answer as it should${reason}; trying again`)
      },
    },
  }
}
