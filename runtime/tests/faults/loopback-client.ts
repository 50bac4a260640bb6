import { fetchTransport } from "../../src/adapters/transport/fetch-transport.ts"
import { undiciTransport } from "../../src/adapters/transport/undici-transport.ts"
import type { Clock } from "../../src/ports/clock.ts"
import type { Transport, TransportRequest } from "../../src/ports/transport.ts"

/** Both transports over real sockets, as rows of a table. */
export const transports: readonly [name: "undici" | "fetch", create: (clock?: Clock) => Transport][] = [
  ["undici", (clock) => undiciTransport(clock === undefined ? {} : { clock })],
  ["fetch", (clock) => fetchTransport(clock === undefined ? {} : { clock })],
]

/** A GET with nothing to it, changed where a test cares. */
export function requestTo(url: string, over: Partial<TransportRequest> = {}): TransportRequest {
  return { method: "GET", url, headers: [], signal: new AbortController().signal, timeouts: {}, ...over }
}
