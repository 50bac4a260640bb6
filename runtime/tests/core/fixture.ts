import { createClient } from "../../src/core/client/create-client.ts"
import type { Client, ClientOptions } from "../../src/core/client/client.ts"
import { defineService } from "../../src/core/client/define-service.ts"
import { classified } from "../../src/core/response/classified.ts"
import type { Classifier } from "../../src/core/response/classifier.ts"
import { platformCompression } from "../../src/adapters/compression/platform-compression.ts"
import { compressed } from "../../src/core/request/compressed.ts"
import { requestBody } from "../../src/core/request/request-body.ts"
import type { BodySpec, OperationSpec, PollSpec } from "../../src/core/operation/operation-spec.ts"
import { randomKey } from "../../src/core/request/random-key.ts"
import type { Service } from "../../src/core/client/service.ts"
import type { ServiceSpec } from "../../src/core/client/service-spec.ts"
import { validate } from "../../src/core/response/validate.ts"
import { systemClock } from "../../src/adapters/clock/system-clock.ts"
import { createRateLimit } from "../../src/adapters/rate-limit/rate-limit.ts"
import { budgetedRetry } from "../../src/adapters/retry/budgeted-retry.ts"
import type { RetryPolicy, RetryRule } from "../../src/ports/retry.ts"
import type { BodyReader, BodyWriter } from "../../src/ports/serializer.ts"
import type { StandardSchema } from "../../src/ports/standard-schema.ts"
import type { TransportRequest } from "../../src/ports/transport.ts"
import {
  fakeTransport,
  type FakeResponder,
  type FakeStep,
  type FakeTransport,
} from "../../src/testing/fake-transport.ts"
import { VirtualClock } from "../../src/testing/virtual-clock.ts"

/** JSON as small as a test needs it. */
export const json: BodyReader & BodyWriter = {
  accept: "application/json",
  contentType: "application/json",
  read: (bytes) => JSON.parse(new TextDecoder().decode(bytes)) as unknown,
  write: (value) => JSON.stringify(value),
}

/** A codec's reader: of its own media type only. */
export const proto: BodyReader = {
  accept: "application/x-protobuf",
  final: true,
  read: (bytes) => ({ bytes: bytes.byteLength }),
}

export function testService(spec: Partial<ServiceSpec> = {}): Service {
  return defineService(() => ({
    name: "zoo",
    version: "1.2.3",
    baseUrl: () => "https://zoo.test/v1/",
    auth: {},
    clock: systemClock,
    rateLimit: createRateLimit,
    transport: () => fakeTransport([]),
    retry: budgetedRetry,
    validate,
    ...spec,
  }))
}

export interface Bench {
  readonly clock: VirtualClock
  readonly transport: FakeTransport
  readonly client: Client
}

/** A client over a scripted transport and a clock that stands still. */
export function bench(
  script?: readonly FakeStep[] | FakeResponder,
  options: ClientOptions = {},
  service: Service = testService(),
): Bench {
  const clock = new VirtualClock()
  const transport = fakeTransport(script)
  return { clock, transport, client: createClient(service, { clock, transport, random: () => 0.5, ...options }) }
}

/** Parts of an operation as a manifest has them: what generated code wraps is wrapped here. */
export interface SpecOver extends Partial<Omit<OperationSpec, "body" | "classify">> {
  readonly body?: BodySpec
  readonly encodings?: readonly string[]
  readonly classify?: Classifier
  readonly idempotencyHeader?: string
}

/** What generated code makes of such parts. */
export function operationParts({
  body,
  encodings,
  classify,
  idempotencyHeader,
  ...rest
}: SpecOver): Partial<OperationSpec> {
  const encoder = body && requestBody(body)
  return {
    ...rest,
    ...(encoder && { body: encodings ? compressed(encoder, encodings, platformCompression) : encoder }),
    ...(classify && { classify: classified(classify) }),
    ...(idempotencyHeader !== undefined && { idempotency: { header: idempotencyHeader, newKey: randomKey } }),
  }
}

/** A GET whose answer is JSON, changed where a test cares. */
export function spec(over: SpecOver = {}): OperationSpec {
  return {
    service: testService(),
    id: "get_pet",
    method: "GET",
    route: "/pets/{id}",
    path: () => "/pets/7",
    success: [{ status: 200, readers: [json] }],
    ...operationParts(over),
  }
}

/** A POST of the whole input as JSON. */
export function postSpec(over: SpecOver = {}): OperationSpec {
  return spec({
    id: "add_pet",
    method: "POST",
    route: "/pets",
    path: () => "/pets",
    body: { encode: (input) => input, writer: json },
    ...over,
  })
}

export function rule(over: Partial<RetryRule> = {}): RetryRule {
  return {
    retryOn: ["connection", "timeout", 408, 429, 500, 502, 503, 504],
    maxAttempts: 3,
    backoff: "exponential",
    baseMs: 100,
    maxMs: 20_000,
    jitter: [1, 1],
    retryAfter: { maxMs: 60_000, beyond: "fail" },
    ...over,
  }
}

export function policy(over: Partial<RetryPolicy> = {}): RetryPolicy {
  return { name: "http", rules: [rule()], ...over }
}

/** Accepts what the function accepts; remembers the modes it was asked in. */
export function schemaOf(accepts: (value: unknown) => boolean): StandardSchema & { readonly modes: unknown[] } {
  const modes: unknown[] = []
  return {
    modes,
    "~standard": {
      version: 1,
      vendor: "test",
      validate(value, options) {
        modes.push(options?.libraryOptions?.["mode"])
        if (accepts(value)) return { value }
        const issue = { message: `Expected number but received ${JSON.stringify(value)}`, path: ["petId"] }
        return { issues: [{ ...issue, expected: "number" } as typeof issue] }
      },
    },
  }
}

export function pollSpec(operation: () => OperationSpec, over: Partial<PollSpec> = {}): PollSpec {
  return {
    operation,
    input: (first) => {
      const { request_id } = first.body as { request_id?: string }
      return request_id === undefined ? undefined : { request_id }
    },
    pending: (body) => (body as { type?: unknown } | undefined)?.type === "try_again",
    failed: (body) => typeof (body as { error?: unknown } | undefined)?.error === "string",
    intervalMs: () => 100,
    result: { status: "2XX", readers: [json] },
    ...over,
  }
}

/** A header of a request, in any case. */
export function header(request: TransportRequest | undefined, name: string): string | undefined {
  return request?.headers.find(([other]) => other.toLowerCase() === name.toLowerCase())?.[1]
}

/** What a promise rejects with. */
export async function rejection(promise: PromiseLike<unknown>): Promise<unknown> {
  try {
    await promise
  } catch (error) {
    return error
  }
  throw new Error("It did not reject")
}
