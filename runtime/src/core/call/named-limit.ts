import { PristineError } from "../../errors/pristine-error.ts"
import type { RateLimit } from "../../ports/rate-limit.ts"
import type { Client } from "../client/client.ts"

/**
 * A client's limiter by its name in the manifest.
 *
 * @throws PristineError with code `config` if the manifest defines none of this name.
 */
export function namedLimit(client: Client, name: string): RateLimit {
  const { rateLimits } = client.service.spec
  const spec = rateLimits !== undefined && Object.hasOwn(rateLimits, name) ? rateLimits[name] : undefined
  if (spec !== undefined) return client.rateLimit(spec)
  throw new PristineError("config", `Rate limit "${name}" is not defined`)
}
