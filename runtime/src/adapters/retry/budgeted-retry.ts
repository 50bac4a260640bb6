import type { RetryEnvironment } from "../../core/client/service-spec.ts"
import type { Retry } from "../../ports/retry.ts"
import { allowRetries } from "./retry-allowance.ts"
import { defaultRetry } from "./default-retry.ts"

/**
 * What a client has unless its `retry` says otherwise: the policies of the manifest within a budget for each origin. All
 * calls of the client share it, so that an outage is not answered with a storm.
 */
export function budgetedRetry(environment: RetryEnvironment): Retry {
  return allowRetries(defaultRetry(environment))
}
