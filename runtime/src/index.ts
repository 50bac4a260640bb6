// Kept in the declarations, so that they stand without `skipLibCheck`: clients are disposed of.
/// <reference lib="esnext.disposable" preserve="true" />
export { bind } from "./core/client/bind.ts"
export { cacheKey } from "./core/operation/cache-key.ts"
export { canCompress } from "./adapters/compression/platform-compression.ts"
export { createClient } from "./core/client/create-client.ts"
export { createSession, type Session, type SessionOptions } from "./core/session/create-session.ts"
export { allFutures, mapFuture, raceFutures } from "./core/future/combine-futures.ts"
export { deferFuture } from "./core/future/defer-future.ts"
export { tryFuture } from "./core/future/try-future.ts"
export { retryCall, type RetryAttempt, type RetryCallOptions, type RetryWorkOptions } from "./core/call/retry-call.ts"
export { mapFutures, type MapFuturesOptions } from "./core/future/map-futures.ts"
export { parseRetryAfter } from "./core/response/parse-retry-after.ts"
export { parseLinkHeader, type Link } from "./core/page/link-header.ts"
export { guardListener } from "./core/client/guard-listener.ts"
export { namedLimit } from "./core/call/named-limit.ts"
export {
  OrderedRequests,
  type HoldOptions,
  type OrderOptions,
  type SendNumbered,
} from "./core/session/ordered-requests.ts"
export type { Sending } from "./core/session/send-parts.ts"
export { readEnv } from "./core/client/read-env.ts"
export { waitFor } from "./core/call/wait-for.ts"
export { closestName } from "./values/closest-name.ts"
export { withoutUndefined, type WithoutUndefined } from "./values/without-undefined.ts"
export { randomUuid } from "./values/random-uuid.ts"
export { repeatInBackground } from "./timing/repeat.ts"
export { pause } from "./timing/pause.ts"
export { runtimeInfo } from "./core/client/runtime-info.ts"
export { defaultTransport } from "./adapters/transport/default-transport.ts"
export { Sequencer, type EndTurn, type SequenceRange } from "./core/session/sequencer.ts"
export { isPristineError } from "./errors/is-pristine-error.ts"
export { PristineError, type ErrorCode, type ErrorFacts, type ErrorPhase } from "./errors/pristine-error.ts"
export type { RetryRecord, StopReason } from "./errors/retry-record.ts"
export type { Problem } from "./errors/problem.ts"
export type { DeclaredStatus, FailedCall, HttpError, UndeclaredError } from "./errors/http-error.ts"
export { causeChain } from "./errors/cause-chain.ts"
export {
  createSseParser,
  type SseEvent,
  type SseParser,
  type SseParserOptions,
} from "./adapters/streaming/sse-parser.ts"
export { systemClock } from "./adapters/clock/system-clock.ts"
export { createRateLimit } from "./adapters/rate-limit/rate-limit.ts"
export { adaptiveTransport, type AdaptiveTransportOptions } from "./adapters/rate-limit/adaptive-transport.ts"
export type { Pace } from "./adapters/rate-limit/pace.ts"
export { createPacer, type Pacer, type PacerOptions } from "./adapters/rate-limit/pacer.ts"
export { pacedRateLimit, type PaceMakers } from "./adapters/rate-limit/paced-rate-limit.ts"
export { parseRateLimitFields, rateLimitDelay, type ServiceLimit } from "./adapters/rate-limit/rate-limit-fields.ts"
export { quotaReset, type QuotaHeaders } from "./adapters/rate-limit/quota-reset.ts"
export { resetDelay, type ResetForm } from "./adapters/rate-limit/reset-delay.ts"
export { slidingWindow, type SlidingWindowOptions } from "./adapters/rate-limit/sliding-window.ts"
export { tokenBucket, type TokenBucketOptions } from "./adapters/rate-limit/token-bucket.ts"
export {
  circuitBreaker,
  type CircuitBreakerOptions,
  type CircuitChange,
  type CircuitSnapshot,
  type CircuitState,
  type StatefulCircuitBreaker,
} from "./adapters/circuit-breaker/circuit-breaker.ts"
export { breakerPer } from "./adapters/circuit-breaker/breaker-per.ts"
export { consecutiveFailures } from "./adapters/circuit-breaker/consecutive-failures.ts"
export { failureRate, type FailureRateOptions } from "./adapters/circuit-breaker/failure-rate.ts"
export { serviceBreaker } from "./adapters/circuit-breaker/service-breaker.ts"
export type { CountedAttempt, TripRule } from "./adapters/circuit-breaker/trip-rule.ts"
export type { TargetKey } from "./state/target-key.ts"
export { createByteSemaphore } from "./adapters/semaphore/byte-semaphore.ts"
export { createCountingSemaphore } from "./adapters/semaphore/counting-semaphore.ts"
export type { FifoSemaphore, SemaphoreOptions } from "./adapters/semaphore/fifo-semaphore.ts"
export { defaultRetry } from "./adapters/retry/default-retry.ts"
export { budgetedRetry } from "./adapters/retry/budgeted-retry.ts"
export { backoffDelay, type Backoff } from "./adapters/retry/backoff.ts"
export type { RetryAllowance } from "./adapters/retry/retry-allowance.ts"
export { withRetryBudget, type RetryBudgetOptions } from "./adapters/retry/retry-budget.ts"
export { BatchReporter, type BatchReporterOptions } from "./adapters/telemetry/batch-reporter.ts"
export { batchingTelemetry, type BatchingTelemetry } from "./adapters/telemetry/batching-telemetry.ts"
export { consoleTelemetry, type ConsoleTelemetryOptions } from "./adapters/telemetry/console-telemetry.ts"
export { sampledTelemetry, type SamplingOptions } from "./adapters/telemetry/sampled-telemetry.ts"
export { loggingTransport, type LoggingOptions } from "./adapters/logger/logging-transport.ts"
export { redactHeaders, type RedactHeadersOptions } from "./adapters/logger/redact-headers.ts"
export { redactText, type RedactTextOptions } from "./adapters/logger/redact-text.ts"
export { redactUrl, type RedactUrlOptions } from "./adapters/logger/redact-url.ts"
export { redactValue } from "./adapters/logger/redact-value.ts"
export { followRedirects, type FollowRedirectsOptions } from "./adapters/transport/follow-redirects.ts"
export { fetchTransport, type FetchTransportOptions } from "./adapters/transport/fetch-transport.ts"

export type { HookedCall, HookedRequest, HookedResponse, HookedRetry, Hooks } from "./core/client/hooks.ts"
export type { Compression } from "./ports/compression.ts"
export type { CallOptions, ValidateMode } from "./core/client/call-options.ts"
export type { Answer, ClassifiedCall, Classifier, Judge, Verdict } from "./core/response/classifier.ts"
export type { Client, ClientOptions, CloseOptions, StreamLimits } from "./core/client/client.ts"
export type {
  FutureOperation,
  InputArguments,
  Operation,
  PageOperation,
  Pages,
  PreparedRequest,
  RawResponse,
  SafeResult,
  Stream,
  StreamOperation,
} from "./core/operation/operation.ts"
export type {
  BodyEncoder,
  BodySpec,
  FutureSpec,
  OperationSpec,
  PageFollower,
  PageSpec,
  PollSpec,
  ResponseSpec,
  StreamSpec,
  TimeoutSpec,
} from "./core/operation/operation-spec.ts"
export type { EncodedText, Pairs, PairValue, ResponseScope, RuntimeInfo, Scope } from "./core/client/scope.ts"
export type { Provider, ProviderWords } from "./core/client/provider.ts"
export type { Reconnections, ResumeOptions, StreamPosition, StreamResume } from "./core/stream/resume-stream.ts"
export type { Service } from "./core/client/service.ts"
export type { RetryEnvironment, ServiceSpec } from "./core/client/service-spec.ts"
export type { Auth, AuthContext, AuthTarget, Token, TokenSource } from "./ports/auth.ts"
export type { OpenRedirect, Redirect } from "./ports/redirect.ts"
export type { StoredTokens, TokenStore } from "./ports/token-store.ts"
export type { AttemptTarget } from "./ports/attempt-target.ts"
export type { BreakerSpec, BreakerOutcome, BreakerReport, CircuitBreaker } from "./ports/circuit-breaker.ts"
export type { ApiFuture, FutureProgress, SubmittedFuture } from "./ports/future.ts"
export type { FramedEvent, FrameReader, Framing, FramingLimits, FramingOptions } from "./ports/framing.ts"
export type { Clock } from "./ports/clock.ts"
export type { FailedAnswer, FailureFacts, FailureReader } from "./ports/failure-reader.ts"
export type { Random } from "./ports/random.ts"
export type { RateLimit, RateLimitSpec, Release } from "./ports/rate-limit.ts"
export type { AttemptOutcome, Retry, RetryPolicy, RetryRule, RetryRun } from "./ports/retry.ts"
export type { Semaphore } from "./ports/semaphore.ts"
export type { BodyReader, BodyWriter } from "./ports/serializer.ts"
export type { SessionPort } from "./ports/session.ts"
export type {
  StandardIssue,
  StandardResult,
  StandardSchema,
  StandardSchema as Schema,
} from "./ports/standard-schema.ts"
export type { Telemetry, TelemetryEvent } from "./ports/telemetry.ts"
export type {
  PoolSpec,
  Transport,
  TransportBody,
  TransportRequest,
  TransportResponse,
  TransportResponseBody,
  TransportTimeouts,
} from "./ports/transport.ts"
export type { SecretPlaces } from "./ports/secret-places.ts"
export { absentCredential } from "./errors/absent-credential.ts"
export { apiKey, type ApiKeyOptions } from "./adapters/auth/api-key.ts"
export { basic, type BasicOptions } from "./adapters/auth/basic.ts"
export { bearer } from "./adapters/auth/bearer.ts"
export type { CredentialOptions } from "./adapters/auth/create-credential.ts"
export { tokenClaims } from "./adapters/auth/token-claims.ts"
export { keepFresh } from "./adapters/auth/keep-fresh.ts"
export type { TokenSourceContext, TokenSourceFactory } from "./adapters/auth/token-source-factory.ts"
export { refreshable, type RefreshOptions } from "./adapters/auth/refreshable.ts"
export { staticToken, functionToken, envToken, type TokenFunction } from "./adapters/auth/token-sources.ts"
export type { FilePart, StreamedFile } from "./adapters/multipart/file-part.ts"
export type { MediaCodec } from "./adapters/serializer/media-codec.ts"
