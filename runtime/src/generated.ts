/** What generated modules import, and nothing else: one flat entry, so that every import is a name of its own. */
export { createClient } from "./core/create-client.ts"
export { defineFuture } from "./core/define-future.ts"
export { defineOperation } from "./core/define-operation.ts"
export { definePages } from "./core/define-pages.ts"
export { defineService } from "./core/define-service.ts"
export { defineStream } from "./core/define-stream.ts"
export { specOf } from "./core/spec-of.ts"
export { segment, segments } from "./core/path-segment.ts"
export { pointer } from "./core/pointer.ts"
export {
  allowReserved,
  commaJoined,
  deepObject,
  formExplode,
  headerList,
  pipeJoined,
  spaceJoined,
} from "./core/query-style.ts"
export { ndjson } from "./adapters/streaming/ndjson.ts"
export { sse } from "./adapters/streaming/sse.ts"
export { defaultRetry } from "./adapters/retry/retry-engine.ts"
export { defaultTransport } from "./adapters/transport/default.ts"
export { apiKey } from "./adapters/auth/api-key.ts"
export { basic } from "./adapters/auth/basic.ts"
export { bearer } from "./adapters/auth/bearer.ts"
export { multipart } from "./adapters/multipart/multipart.ts"
export { bytes } from "./adapters/serializer/bytes.ts"
export { codecReader, codecWriter } from "./adapters/serializer/codec.ts"
export { form } from "./adapters/serializer/form.ts"
export { json } from "./adapters/serializer/json.ts"
export { text } from "./adapters/serializer/text.ts"
export { base64 } from "./codec/base64.ts"
export { coerceBoolean, coerceNumber, toNumber } from "./codec/coerce.ts"
export { completeInput } from "./codec/complete-input.ts"
export { isRecord } from "./codec/is-record.ts"
export { jsonInt64 } from "./adapters/serializer/json-int64.ts"
export { mapItems } from "./codec/map-items.ts"
export { mapOthers, mapValues, others } from "./codec/map-values.ts"
export { nextOffset } from "./codec/next-offset.ts"
export { own, set } from "./codec/own.ts"
export { dropNulls, fillDefaults, patch, rename } from "./codec/patch.ts"
export { systemClock } from "./adapters/clock/system-clock.ts"
export { createRateLimit } from "./adapters/rate-limit/rate-limit.ts"
