import type { Transport } from "../../ports/transport.ts"
import { undiciTransport } from "./undici.ts"

/** The transport of a client that was given none, on Node: undici. */
export function defaultTransport(): Transport {
  return undiciTransport()
}
