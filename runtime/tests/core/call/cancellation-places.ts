import { bearer } from "../../../src/adapters/auth/bearer.ts"
import { keepFresh } from "../../../src/adapters/auth/keep-fresh.ts"
import { pacedRateLimit } from "../../../src/adapters/rate-limit/paced-rate-limit.ts"
import { slidingWindow } from "../../../src/adapters/rate-limit/sliding-window.ts"
import { tokenBucket } from "../../../src/adapters/rate-limit/token-bucket.ts"
import { definePages } from "../../../src/core/page/define-pages.ts"
import type { Client, ClientOptions } from "../../../src/core/client/client.ts"
import { retryCall } from "../../../src/core/call/retry-call.ts"
import { defineFuture } from "../../../src/core/future/define-future.ts"
import { mapFutures } from "../../../src/core/future/map-futures.ts"
import { defineOperation } from "../../../src/core/operation/define-operation.ts"
import { defineStream } from "../../../src/core/stream/define-stream.ts"
import { resumeStream } from "../../../src/core/stream/resume-stream.ts"
import { PristineError } from "../../../src/errors/pristine-error.ts"
import type { RateLimitSpec } from "../../../src/ports/rate-limit.ts"
import type { StandardSchema } from "../../../src/ports/standard-schema.ts"
import type { FakeAnswer, FakeResponder, FakeStep } from "../../../src/testing/fake-transport.ts"
import { json, policy, pollSpec, postSpec, rule, spec, type SpecOver, testService } from "../fixture.ts"
import { events, feed, streamSpec } from "../stream/stream-fixture.ts"

/** Where an abort may find a call. */
export interface Place {
  readonly name: string
  readonly script?: readonly FakeStep[] | FakeResponder
  readonly options?: ClientOptions
  /** Begins first, under a signal of its own, and may still be under way. */
  readonly before?: (client: Client, signal: AbortSignal) => PromiseLike<unknown>
  readonly start: (client: Client, signal: AbortSignal) => PromiseLike<unknown>
  /** From the start to the abort, in milliseconds. Default 0. */
  readonly afterMs?: number
  /** Requests on the wire when the abort comes. */
  readonly requests: number
}

const held: RateLimitSpec = { name: "held", concurrency: 1 }

export const service = testService({
  rateLimit: pacedRateLimit({ tokenBucket, slidingWindow }),
  rateLimits: { held },
})

const never = (): Promise<never> => new Promise(() => undefined)
const ok: FakeAnswer = { body: { name: "Rex" } }
const busy: FakeAnswer = { status: 503 }

async function* silence(): AsyncGenerator<Uint8Array> {
  yield await never()
}

const call =
  (over: SpecOver = {}): Place["start"] =>
  (client, signal) =>
    defineOperation(() => spec({ service, ...over }))({}, { client, signal })
const post =
  (over: SpecOver): Place["start"] =>
  (client, signal) =>
    defineOperation(() => postSpec({ service, ...over }))({}, { client, signal })

/** A schema that takes its time, which is for ever. */
const slow: StandardSchema = { "~standard": { version: 1, vendor: "test", validate: never } }

/** Waits in a limit whose only place or turn somebody else has. */
function limited(name: string, numbers: Omit<RateLimitSpec, "name">): Place {
  const over: SpecOver = { rateLimit: { name: "api", ...numbers } }
  return {
    name,
    script: () => undefined,
    before: call(over),
    start: call(over),
    requests: 1,
  }
}

const train = (client: Client, signal: AbortSignal, over: SpecOver = {}) =>
  defineFuture(() => ({
    ...postSpec({ service, id: "train", path: () => "/train" }),
    poll: pollSpec(() => postSpec({ service, id: "retrieve", path: () => "/retrieve", ...over })),
  }))({}, { client, signal })
const pending: FakeAnswer = { body: { type: "try_again", request_id: "q1" } }
const ticket: FakeAnswer = { body: { request_id: "q1" } }

async function drain(stream: PromiseLike<AsyncIterable<unknown>>): Promise<void> {
  for await (const _event of await stream) continue
}

const oneEvent = (): FakeAnswer => {
  const source = feed()
  source.push("data: 1\n\n")
  return { headers: events, body: source.body }
}

export const places: readonly Place[] = [
  { name: "E49.20 in the check of the input", start: call({ input: slow }), requests: 0 },
  {
    name: "E49.21 in a writer of the body",
    start: post({ body: { encode: (input) => input, writer: { contentType: "a/b", write: never } } }),
    requests: 0,
  },
  {
    name: "E49.22 in a token's request",
    options: { auth: bearer({ source: keepFresh(() => ({ token: never })) }) },
    start: call(),
    requests: 0,
  },
  {
    name: "E49.23 in a token source that does not listen",
    options: { auth: bearer({ source: { token: never } }) },
    start: call(),
    requests: 0,
  },
  {
    name: "E49.24 in credentials of one's own",
    options: { auth: { apply: never } },
    start: call(),
    requests: 0,
  },
  {
    name: "E49.25 in the replacement of a refused credential",
    script: [{ status: 401 }],
    options: { auth: { apply: () => undefined, onUnauthorized: never } },
    start: call(),
    requests: 1,
  },
  limited("E49.26 in the queue of a semaphore", { concurrency: 1 }),
  {
    ...limited("E49.27 in the queue of a byte budget", {}),
    before: post({ rateLimit: { name: "bytes", byteBudget: 1 } }),
    start: post({ rateLimit: { name: "bytes", byteBudget: 1 } }),
  },
  limited("E49.28 in the wait for a token bucket", { requestsPerSecond: 0.1 }),
  limited("E49.29 in the wait for a sliding window", { maxRequests: 1, windowMs: 10_000 }),
  {
    name: "E49.30 in the pause that a service asked for",
    script: [ok],
    before: call({ rateLimit: { name: "api", concurrency: 1 }, classify: () => ({ throttleMs: 5000 }) }),
    start: call({ rateLimit: { name: "api", concurrency: 1 } }),
    requests: 1,
  },
  { name: "E49.31 waiting for the answer", start: call(), requests: 1 },
  { name: "E49.32 within the body", script: [{ body: silence() }], start: call(), requests: 1 },
  {
    name: "E49.33 within the body of an error",
    script: [{ status: 500, body: silence() }],
    start: call(),
    requests: 1,
  },
  {
    name: "E49.34 in the check of the answer",
    script: [ok],
    start: call({ success: [{ status: 200, readers: [json], schema: slow }] }),
    requests: 1,
  },
  {
    name: "E49.35 in the check of an answer that was classified",
    script: [ok],
    start: call({ success: [{ status: 200, readers: [json], schema: slow }], classify: () => undefined }),
    requests: 1,
  },
  {
    name: "E49.36 in the wait before another attempt",
    script: [busy],
    start: call({ retry: [policy()] }),
    requests: 1,
  },
  {
    name: "E49.37 in the wait of an outer policy",
    script: [busy],
    start: call({ retry: [policy({ name: "outer" }), policy({ rules: [rule({ maxAttempts: 1 })] })] }),
    requests: 1,
  },
  ...(["onRequest", "onResponse", "onRetry"] as const).map((hook, index): Place => ({
    name: `E49.${38 + index} in ${hook}`,
    script: [busy],
    options: { hooks: { [hook]: never } },
    start: call({ retry: [policy()] }),
    requests: Math.min(index, 1),
  })),
  {
    name: "E49.41 in onError",
    script: [{ status: 404 }],
    options: { hooks: { onError: never } },
    start: call(),
    requests: 1,
  },
  {
    name: "E49.42 between two events",
    script: () => oneEvent(),
    start: (client, signal) => drain(defineStream(() => streamSpec({ service }))({}, { client, signal })),
    requests: 1,
  },
  {
    name: "E49.43 in the check of an event",
    script: () => oneEvent(),
    start: (client, signal) =>
      drain(defineStream(() => streamSpec({ service, event: { schema: slow } }))({}, { client, signal })),
    requests: 1,
  },
  {
    name: "E49.44 in the wait before a stream is resumed",
    script: [{ headers: events, body: "data: 1\n\n" }],
    start: (client, signal) =>
      drain(defineStream(() => streamSpec({ service, resume: resumeStream() }))({}, { client, signal })),
    requests: 1,
  },
  {
    name: "E49.45 where a resumed stream waits for its answer",
    script: (_, index) => (index === 0 ? { headers: events, body: "data: 1\n\nretry: 100\n\n" } : undefined),
    start: (client, signal) =>
      drain(defineStream(() => streamSpec({ service, resume: resumeStream({ baseMs: 0 }) }))({}, { client, signal })),
    afterMs: 200,
    requests: 2,
  },
  { name: "E49.46 where a future submits", start: train, requests: 1 },
  { name: "E49.47 between two polls", script: [ticket, pending], start: train, requests: 2 },
  {
    name: "E49.48 within a poll",
    script: (_, index) => (index === 0 ? ticket : undefined),
    start: train,
    requests: 2,
  },
  {
    name: "E49.49 in the wait before a poll is repeated",
    script: [ticket, busy],
    start: (client, signal) => train(client, signal, { retry: [policy()] }),
    requests: 2,
  },
  {
    name: "E49.50 where a future takes a place among those who wait",
    script: (_, index) => [undefined, ticket, pending][index],
    before: call({ rateLimit: held }),
    start: (client, signal) => train(client, signal, { classify: () => ({ hold: { limit: "held", weight: 1 } }) }),
    requests: 3,
  },
  {
    name: "E49.51 in mapFutures",
    script: () => undefined,
    start: (client, signal) => mapFutures([1, 2, 3, 4], () => train(client, signal), { concurrency: 2 }),
    requests: 2,
  },
  {
    name: "E49.52 in the wait of retryCall",
    start: (client, signal) =>
      retryCall(policy(), () => Promise.reject(new PristineError("connection", "gone")), { client, signal }),
    requests: 0,
  },
  {
    name: "E49.53 in an attempt of retryCall that does not listen",
    start: (client, signal) => retryCall(policy(), never, { client, signal }),
    requests: 0,
  },
  {
    name: "E49.54 within the second page",
    script: (_, index) => (index === 0 ? { body: [1] } : undefined),
    start: async (client, signal) => {
      const page = { items: ({ body }: { body: unknown }) => body as unknown[], next: () => ({ page: 2 }) }
      for await (const _item of definePages(() => ({ ...spec({ service }), page }))({}, { client, signal })) continue
    },
    requests: 2,
  },
]
