import * as index from "../../src/index.ts"
import * as node from "../../src/node.ts"
import * as oauth from "../../src/oauth.ts"
import { mockTransport } from "../../src/adapters/mock/mock-transport.ts"
import { openTelemetry } from "../../src/opentelemetry.ts"

const { systemClock: clock } = index
const identity = { server: { issuer: "https://a.test", tokenEndpoint: "https://a.test/token" }, clientId: "a" }
const never = (): never => {
  throw new Error("Nothing is run")
}
const send = (): Promise<void> => Promise.resolve()

/**
 * The factories of adapters, each with an option that it does not have. This is for the compiler alone: it refuses each of them, or says
 * that a comment here expects an error where there is none. Nothing is run.
 */
export const misspelt: Readonly<Record<string, () => unknown>> = {
  // @ts-expect-error -- what is meant is maxQueue
  adaptiveTransport: () => index.adaptiveTransport(never(), { maxqueue: 1 }),
  // @ts-expect-error -- what is meant is token
  apiKey: () => index.apiKey({ header: "x-key", tokne: "a" }),
  // @ts-expect-error -- what is meant is password
  basic: () => index.basic({ username: "a", password: "b", pasword: "b" }),
  // @ts-expect-error -- what is meant is batchSize
  batchReporter: () => new index.BatchReporter<string>({ send, batchsize: 1 }),
  // @ts-expect-error -- what is meant is batchSize
  batchingTelemetry: () => index.batchingTelemetry({ send, batchsize: 1 }),
  // @ts-expect-error -- what is meant is token
  bearer: () => index.bearer({ tokne: "a" }),
  // @ts-expect-error -- what is meant is openMs
  circuitBreaker: () => index.circuitBreaker({ openms: 1 }),
  // @ts-expect-error -- what is meant is types
  consoleTelemetry: () => index.consoleTelemetry({ tpyes: [] }),
  // @ts-expect-error -- what is meant is maxQueue
  createByteSemaphore: () => index.createByteSemaphore(1, { maxqueue: 1 }),
  // @ts-expect-error -- what is meant is maxQueue
  createCountingSemaphore: () => index.createCountingSemaphore(1, { maxqueue: 1 }),
  // @ts-expect-error -- what is meant is maxQueue
  createPacer: () => index.createPacer([], { clock, maxqueue: 1 }),
  // @ts-expect-error -- what is meant is ratio
  failureRate: () => index.failureRate({ raito: 0.5 }),
  // @ts-expect-error -- what is meant is clock
  fetchTransport: () => index.fetchTransport({ clok: clock }),
  // @ts-expect-error -- what is meant is maxHops
  followRedirects: () => index.followRedirects(never(), { maxhops: 1 }),
  // @ts-expect-error -- what is meant is pauseMs
  keepFresh: () => index.keepFresh(index.staticToken("a"), { pausems: 1 }),
  // @ts-expect-error -- what is meant is omit
  loggingTransport: () => index.loggingTransport(never(), { write: () => undefined, omitt: [] }),
  // @ts-expect-error -- what is meant is longest
  redactHeaders: () => index.redactHeaders([], [], { longst: 1 }),
  // @ts-expect-error -- what is meant is longest
  redactUrl: () => index.redactUrl("https://a.test/", [], { longst: 1 }),
  // @ts-expect-error -- what is meant is clock
  refreshable: () => index.refreshable(index.staticToken("a"), { clok: clock }),
  // @ts-expect-error -- what is meant is random
  sampledTelemetry: () => index.sampledTelemetry(index.consoleTelemetry(), { rate: 1, rnd: () => 1 }),
  // @ts-expect-error -- what is meant is openMs
  serviceBreaker: () => index.serviceBreaker({ openms: 1 }),
  // @ts-expect-error -- what is meant is windowMs
  slidingWindow: () => index.slidingWindow({ maxRequests: 1, windowMs: 1, windowms: 1 }),
  // @ts-expect-error -- what is meant is burst
  tokenBucket: () => index.tokenBucket({ requestsPerSecond: 1, brust: 2 }),
  // @ts-expect-error -- what is meant is per
  withRetryBudget: () => index.withRetryBudget(never(), { pre: "origin" }),
  // @ts-expect-error -- what is meant is scope
  clientCredentials: () => oauth.clientCredentials({ ...identity, scop: "a" }),
  // @ts-expect-error -- what is meant is refresh
  refreshToken: () => oauth.refreshToken({ ...identity, store: oauth.memoryTokenStore(), refrsh: {} }),
  // @ts-expect-error -- what is meant is concurrency
  mapFutures: () => index.mapFutures<string, string>([], () => never(), { concurency: 1 }),
  // @ts-expect-error -- what is meant is shared
  fileToken: () => node.fileToken("token", { shard: true }),
  // @ts-expect-error -- what is meant is type
  fileFromPath: () => node.fileFromPath("file", { tpye: "text/plain" }),
  // @ts-expect-error -- what is meant is port
  loopbackRedirect: () => node.loopbackRedirect({ prot: 1 }),
  // @ts-expect-error -- what is meant is guardPrivate
  undiciTransport: () => node.undiciTransport({ guardprivate: true }),
  // @ts-expect-error -- what is meant is seed
  mockTransport: () => mockTransport([], { sead: 1 }),
  // @ts-expect-error -- what is meant is meter
  openTelemetry: () => openTelemetry({ metre: undefined }),
}
