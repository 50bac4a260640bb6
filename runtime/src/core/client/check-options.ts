import { PristineError } from "../../errors/pristine-error.ts"
import { closestName } from "../../values/closest-name.ts"
import type { ClientOptions } from "./client.ts"

/** Every option that there is: one that is missing here, or is none, does not compile. */
const known: Readonly<Record<keyof ClientOptions, true>> = {
  auth: true,
  baseUrl: true,
  circuitBreaker: true,
  circuitBreakers: true,
  clock: true,
  compress: true,
  compression: true,
  env: true,
  headers: true,
  hooks: true,
  maxResponseBytes: true,
  onWarning: true,
  query: true,
  random: true,
  rateLimits: true,
  retry: true,
  retryPolicies: true,
  server: true,
  streamLimits: true,
  telemetry: true,
  timeout: true,
  transport: true,
  userAgent: true,
  validate: true,
  variables: true,
}

/**
 * Warns of options of `createClient` that there are not, which JavaScript takes without a word. Bundles for browsers leave it
 * out unless they are for development: `no-check-options.ts` stands in its place.
 */
export function checkOptions(given: object, onWarning: (warning: PristineError) => void): void {
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(known, name)) continue
    const meant = closestName(name, Object.keys(known))
    const hint = meant === undefined ? "" : `: did you mean \`${meant}\`?`
    onWarning(new PristineError("config", `createClient has no option \`${name}\`${hint}`))
  }
}
