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
export { defaultTransport } from "#default-transport"
