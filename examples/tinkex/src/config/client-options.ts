import { httpPolicy, pollPolicy } from "#tinker.pristine.json"
import { defaultRetry, type ClientOptions, type RetryRule } from "pristine-runtime"
import type { Config } from "./resolve-config.ts"
import { settings } from "./settings.ts"

/** Waits between polls that failed, where they are asked for; as long as those after a lost connection. */
const patient = { backoff: "exponential", baseMs: 1000, maxMs: 30_000, jitter: [1, 1] } as const

/** A configuration in the words of the runtime; what the caller gave the runtime directly wins. */
export function clientOptions(config: Config, given: ClientOptions): ClientOptions {
  const { baseUrl, timeout, headers, query } = config
  return {
    // The service expects clients to try as often as its policies say: no budget ends that early.
    retry: defaultRetry,
    ...unconfigured(given),
    baseUrl,
    ...(timeout !== undefined && { timeout }),
    headers: { ...cloudflare(config), ...headers },
    query,
    retryPolicies: { ...policies(config), ...given.retryPolicies },
  }
}

/** What the runtime is given, it keeps and shows: credentials have no place there. */
function unconfigured(given: ClientOptions): ClientOptions {
  const own = [...Object.keys(settings), "log", "onQueueState", "tokenizers"]
  return Object.fromEntries(Object.entries(given).filter(([name]) => !own.includes(name)))
}

function cloudflare({ cfAccessClientId, cfAccessClientSecret }: Config): Record<string, string> {
  return {
    ...(cfAccessClientId !== undefined && { "CF-Access-Client-Id": cfAccessClientId }),
    ...(cfAccessClientSecret !== undefined && { "CF-Access-Client-Secret": cfAccessClientSecret }),
  }
}

function policies({ maxRetries, pollBackoff }: Config): NonNullable<ClientOptions["retryPolicies"]> {
  const rules = httpPolicy.rules.map((rule) => ({ ...rule, maxAttempts: maxRetries + 1 }))
  const waits = (rule: RetryRule): boolean => pollBackoff && rule.retryOn.includes("5XX")
  return {
    http: { rules },
    ...(pollBackoff && {
      poll: { rules: pollPolicy.rules.map((rule) => (waits(rule) ? { ...rule, ...patient } : rule)) },
    }),
  }
}
