import { bearer } from "../src/adapters/auth/bearer.ts"
import { circuitBreaker } from "../src/adapters/circuit-breaker/circuit-breaker.ts"
import { systemClock } from "../src/adapters/clock/system-clock.ts"
import { createRateLimit } from "../src/adapters/rate-limit/rate-limit.ts"
import { defaultRetry } from "../src/adapters/retry/default-retry.ts"
import { json } from "../src/adapters/serializer/json.ts"
import { createClient } from "../src/core/client/create-client.ts"
import { defineOperation } from "../src/core/operation/define-operation.ts"
import { defineService } from "../src/core/client/define-service.ts"
import { requestBody } from "../src/core/request/request-body.ts"
import { segment } from "../src/core/request/segment.ts"
import { randomKey } from "../src/core/request/random-key.ts"
import { validate } from "../src/core/response/validate.ts"
import type { Client } from "../src/core/client/client.ts"
import type { RetryPolicy } from "../src/ports/retry.ts"
import type { Transport } from "../src/ports/transport.ts"
import { array, integer, lazy, object, optional, picklist, string } from "../src/schema/index.ts"

const policy: RetryPolicy = {
  name: "default",
  rules: [
    {
      retryOn: [408, 429, 500, 502, 503, 504, "connection", "timeout"],
      maxAttempts: 3,
      backoff: "exponential",
      baseMs: 100,
      maxMs: 20_000,
      jitter: [0, 1],
      retryAfter: { maxMs: 60_000, beyond: "fail" },
    },
  ],
}

const service = defineService(() => ({
  name: "pets",
  version: "1.0.0",
  baseUrl: () => "http://127.0.0.1:1",
  auth: { default: [bearer("token")] },
  clock: systemClock,
  transport: () => {
    throw new TypeError("The transport is given")
  },
  retry: defaultRetry,
  validate,
  rateLimit: createRateLimit,
}))

const status = lazy(() => picklist(["available", "sold"]))
const petSchema = lazy(() =>
  object({
    id: integer(),
    name: string(),
    status: optional(status),
    category: optional(object({ id: integer(), name: string() })),
    tags: optional(array(string())),
    photos: optional(array(object({ url: string(), width: integer(), height: integer() }))),
    created_at: optional(string()),
  }),
)

/** As the plugin writes it: validated, authorised, retried, under a rate limit. */
export const getPet = defineOperation<{ readonly id: number }>(() => ({
  service,
  id: "get_pet",
  method: "GET",
  route: "/pets/{id}",
  path: (input) => "/pets/" + segment(input.id, "id"),
  input: lazy(() => object({ id: integer() })),
  success: [{ status: "2XX", readers: [json], schema: petSchema }],
  retry: [policy],
  rateLimit: { name: "pets", concurrency: 1_000 },
}))

export const createPet = defineOperation<{ readonly name: string; readonly status?: string }>(() => ({
  service,
  id: "create_pet",
  method: "POST",
  route: "/pets",
  path: () => "/pets",
  input: lazy(() => object({ name: string(), status: optional(status) })),
  body: requestBody<{ name: string; status?: string }>({
    encode: (input) => ({ name: input.name, status: input.status }),
    writer: json,
  }),
  success: [{ status: "2XX", readers: [json], schema: petSchema }],
  retry: [policy],
  rateLimit: { name: "pets", concurrency: 1_000 },
  idempotency: { header: "Idempotency-Key", newKey: randomKey },
}))

/** A client with every policy on. */
export function petClient(baseUrl: string, transport: Transport): Client {
  return createClient(service, { baseUrl, transport, circuitBreaker: circuitBreaker({ clock: systemClock }) })
}
