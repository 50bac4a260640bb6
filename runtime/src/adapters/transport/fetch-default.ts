import type { Transport } from "../../ports/transport.ts"
import { fetchTransport } from "./fetch.ts"

/** The transport of a client that was given none, where the platform is not Node: `fetch`. */
export function defaultTransport(): Transport {
  return fetchTransport()
}
