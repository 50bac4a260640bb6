export type { ContractCase } from "./contracts/contract-case.ts"
export { framingContract, type FramingSubject } from "./contracts/framing-contract.ts"
export { fakeTransport } from "./fake-transport.ts"
export type { FakeAnswer, FakeExchange, FakeResponder, FakeStep, FakeTransport } from "./fake-transport.ts"
export { watchLeaks } from "./leak-watcher.ts"
export type { LeakMark, LeakWatcher, LeakWatcherOptions } from "./leak-watcher.ts"
export { ResourceStack } from "./resource-stack.ts"
export type { Resource } from "./resource-stack.ts"
export { seededRandom } from "../adapters/random/seeded-random.ts"
export { createTestWorld } from "./test-world.ts"
export type { TestWorld } from "./test-world.ts"
export { VirtualClock } from "./virtual-clock.ts"
export { authContract, type AuthSubject } from "./contracts/auth-contract.ts"
export { tokenSourceContract } from "./contracts/token-source-contract.ts"
export { tokenStoreContract } from "./contracts/token-store-contract.ts"
export {
  bodyReaderContract,
  bodyWriterContract,
  type BodyReaderSubject,
  type BodyWriterSubject,
} from "./contracts/body-contract.ts"
export { circuitBreakerContract, type CircuitBreakerSubject } from "./contracts/circuit-breaker-contract.ts"
export { compressionContract, type CompressionSubject } from "./contracts/compression-contract.ts"
export { clockContract, type ClockSubject } from "./contracts/clock-contract.ts"
export { futureContract, type FutureSubject } from "./contracts/future-contract.ts"
export { rateLimitContract, type RateLimitSubject } from "./contracts/rate-limit-contract.ts"
export { randomContract } from "./contracts/random-contract.ts"
export { redirectContract, type RedirectSubject } from "./contracts/redirect-contract.ts"
export { retryContract } from "./contracts/retry-contract.ts"
export { semaphoreContract, type SemaphoreSubject } from "./contracts/semaphore-contract.ts"
export { sessionContract, type SessionSubject } from "./contracts/session-contract.ts"
export { telemetryContract, type TelemetrySubject } from "./contracts/telemetry-contract.ts"
export {
  transportContract,
  type ReceivedRequest,
  type ServedAnswer,
  type ServedUrl,
  type TransportSubject,
} from "./contracts/transport-contract.ts"
export { transportWrapperContract, type TransportWrapperSubject } from "./contracts/transport-wrapper-contract.ts"
export { recordTraffic, type RecordedTransport, type RecordTrafficOptions } from "./traffic/record-traffic.ts"
export type { RecordedExchange, RecordedHeader, Recording } from "./traffic/recording.ts"
export { replayTraffic, type ReplayTrafficOptions, type ReplayTransport } from "./traffic/replay-traffic.ts"
