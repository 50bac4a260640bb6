import type { Auth } from "../../ports/auth.ts"
import type { CircuitBreaker } from "../../ports/circuit-breaker.ts"
import type { Framing } from "../../ports/framing.ts"
import type { MockSpec } from "../../ports/mock-spec.ts"
import type { RateLimitSpec } from "../../ports/rate-limit.ts"
import type { RetryPolicy } from "../../ports/retry.ts"
import type { SecretPlaces } from "../../ports/secret-places.ts"
import type { BodyReader, BodyWriter } from "../../ports/serializer.ts"
import type { StandardSchema } from "../../ports/standard-schema.ts"
import type { PoolSpec } from "../../ports/transport.ts"
import type { Call } from "../call/call.ts"
import type { Judge } from "../response/classifier.ts"
import type { StreamResume } from "../stream/resume-stream.ts"
import type { Invocation } from "../call/execute.ts"
import type { RawResponse } from "./operation.ts"
import type { Client } from "../client/client.ts"
import type { Pairs, ResponseScope, Scope } from "../client/scope.ts"
import type { Service } from "../client/service.ts"

/**
 * One endpoint, specialised at build time: what was known then is code or a constant here, and the pipeline merges
 * nothing per request. `Input` is the caller's flat input object. Members are methods, so that a spec of any input fits
 * the pipeline, which knows inputs as `unknown`.
 */
export interface OperationSpec<Input = unknown> {
  readonly service: Service
  /** The manifest's id. */
  readonly id: string
  readonly method: string
  /** Path template, for telemetry and errors. */
  readonly route: string
  /** Refuses a call before anything else; `serverOnly` where the manifest marks the operation `server`. */
  readonly guard?: (id: string) => void
  /** In place of the client's base URL: of the same origin, for a link that a service gave. */
  readonly baseUrl?: string
  /** Path after the base URL, parameters encoded. Throws `PristineError` (code `input`) on a value a path cannot carry. */
  path(input: Input): string
  query?(input: Input, scope: Scope): Pairs
  /** Evaluated per attempt. `Accept`, `Content-Type`, credentials and the idempotency key are the pipeline's. */
  headers?(input: Input, scope: Scope): Pairs
  /** Checks the caller's input, unless `validate` is off. */
  readonly input?: StandardSchema
  /**
   * Makes the text of `.key`: `secretKey` where the input holds secrets, `cacheKey` where it holds more than JSON has.
   * Default: `plainKey`.
   */
  readonly key?: (input: unknown) => string
  /** What sinks must not show of its requests and answers. */
  readonly secrets?: SecretPlaces
  /** Writes the body of a call; made by `requestBody`, and by `compressed` around it. */
  readonly body?: BodyEncoder
  readonly success: readonly ResponseSpec[]
  readonly errors?: readonly ResponseSpec[]
  /** Key of `ServiceSpec.auth`, or credentials such as `anyAuth` makes; `false`: none. Default `"default"`. */
  readonly auth?: string | false | readonly Auth[]
  readonly timeouts?: TimeoutSpec
  /** Outermost first: each attempt of a policy is a call under the next one, with a new idempotency key. */
  readonly retry?: readonly RetryPolicy[]
  /** Judges answers by code of the manifest; made by `classified`. */
  readonly classify?: Judge
  readonly rateLimit?: RateLimitSpec
  /** The breaker of a client for it; made by `namedBreaker`. A client's own `circuitBreaker` takes its place. */
  readonly circuitBreaker?: (client: Client) => CircuitBreaker
  /** Cost of a call under `rateLimit`; default: bytes of the serialised body. */
  weight?(input: Input): number
  readonly pool?: PoolSpec
  /** Header of the idempotency key, and what makes one; absent: none is sent. */
  readonly idempotency?: { readonly header: string; newKey(): string }
  /** What a mock answers; generated where the plugin's option `mock` is on. */
  readonly mock?: () => MockSpec
  /** `false`: calls emit no telemetry. */
  readonly telemetry?: boolean
}

export interface BodySpec<Input = unknown> {
  /** Picks the body out of the input and applies defaults, constants, renames and codecs. `undefined`: no body. */
  encode(input: Input, scope: Scope): unknown
  readonly writer: BodyWriter
}

/** Writes the body of a call before its first attempt. `undefined` where nothing had to be waited for. */
export type BodyEncoder = (call: Call) => Promise<void> | undefined

/** Limits in milliseconds. `attemptMs` is what `$timeout.seconds` shows. */
export interface TimeoutSpec {
  readonly connectMs?: number
  readonly headersMs?: number
  readonly idleMs?: number
  readonly attemptMs?: number
  readonly totalMs?: number
}

/** How answers of some statuses are read. The first entry that fits the status decides. */
export interface ResponseSpec {
  /** A status, a class such as `"2XX"`, or `"default"`. */
  readonly status: number | string
  /** Media types understood, in order of preference: they make `Accept`. Empty: the body is ignored (`void`). */
  readonly readers: readonly BodyReader[]
  /** Builds the body from the answer's headers instead of reading it (a redirect as data). */
  build?(response: ResponseScope): unknown
  /** Renames, null-as-absent, defaults, codecs: wire form to value. Not run on what a codec of a media type returned. */
  decode?(wire: unknown, scope: Scope): unknown
  readonly schema?: StandardSchema
}

/** How a future is polled. */
export interface PollSpec<Input = unknown> {
  /** The operation that asks; a thunk, because it may be the same one. */
  operation(): OperationSpec
  /** Its input, from the first answer. `undefined`: that answer is the result already. */
  input(first: ResponseScope, input: Input): unknown
  /** Over the polled operation's own headers; the scope has `poll`. */
  headers?(input: Input, scope: Scope): Pairs
  /** Answers that mean "not yet", whatever their status. */
  pending(body: unknown): boolean
  /** Answers that mean "failed"; the error carries their `error`, `message` or `detail` text. */
  failed(body: unknown): boolean
  /** Least time from the start of one poll to the start of the next, in milliseconds. */
  intervalMs(answer: ResponseScope): number
  /** The final answer's form. */
  readonly result: ResponseSpec
  /** `$response.body#/…` that names the request, for `ApiFuture.requestId`. Default: `/request_id`. */
  requestId?(first: ResponseScope): string | undefined
  /** Body of a first answer with that id: `input` reads it when a future is resumed. Default: `{ request_id }`. */
  ticket?(requestId: string): unknown
}

export interface FutureSpec<Input = unknown> extends OperationSpec<Input> {
  readonly poll: PollSpec<Input>
}

export interface StreamSpec<Input = unknown> extends OperationSpec<Input> {
  /** Framing of the body; `sse`, `ndjson`, `jsonSeq` or `byteChunks` from `pristine-runtime/generated`. */
  readonly framing: Framing
  /** Connects again where the stream broke off; `resumeStream` from there. Default: it is over then. */
  readonly resume?: StreamResume
  /** Wire form of one event to value. */
  readonly event: Omit<ResponseSpec, "status" | "readers" | "build"> & {
    /** Reads an event's JSON. Default `JSON.parse`. */
    readonly parse?: (text: string) => unknown
  }
}

export interface PageSpec<Input = unknown> extends OperationSpec<Input> {
  readonly page: {
    /** The items of a page. */
    items(response: ResponseScope): readonly unknown[]
    /** Input of the page after this one, or `undefined` at the end. `read` counts all items read so far. */
    next?(input: Input, response: ResponseScope, read: number): Input | undefined
    /** In place of `next`, where the service says where the page is; made by `followLink`. */
    readonly follow?: PageFollower
  }
}

/** The call of the page after one, and what tells it from others; `undefined` at the end. */
export type PageFollower = (
  invocation: Invocation,
  answer: RawResponse<unknown>,
) => { readonly key: string; readonly invocation: Invocation } | undefined
