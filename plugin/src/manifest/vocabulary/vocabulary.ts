import { defaults, endpoint, pagination, poll, response, resume, stream, timeout } from "./endpoint-spec.ts"
import type { ObjectSpec, SpecName } from "./key-type.ts"
import { manifest, resource, server, serverVariable } from "./manifest-spec.ts"
import { breaker, policy, pool, rateLimit, retryAfter, rule } from "./policy-spec.ts"
import { provider, quota, quotaReset, serviceError } from "./provider-spec.ts"
import { scheme } from "./scheme-spec.ts"
import { discriminator, field, parameter, typeSpec, variant } from "./type-spec.ts"
import { valueSpec } from "./value-spec.ts"

/**
 * Every key of a manifest, once: checks of keys and values, suggestions, the JSON Schema and the table of the
 * documentation all follow from it.
 */
export const vocabulary: Readonly<Record<SpecName, ObjectSpec>> = {
  manifest,
  server,
  serverVariable,
  value: valueSpec,
  scheme,
  defaults,
  resource,
  endpoint,
  timeout,
  poll,
  stream,
  resume,
  response,
  pagination,
  parameter,
  type: typeSpec,
  field,
  discriminator,
  variant,
  policy,
  rule,
  retryAfter,
  rateLimit,
  breaker,
  pool,
  provider,
  quota,
  quotaReset,
  serviceError,
}
