import { PristineError } from "../../errors/pristine-error.ts"
import type { Transport } from "../../ports/transport.ts"
import type { DefaultTransportOptions } from "./default-transport-options.ts"
import { fetchTransport } from "./fetch-transport.ts"

/**
 * The transport of a client that was given none, where the platform is not Node: `fetch`, which can be told nothing of proxies.
 *
 * @throws PristineError with code `config` where it is.
 */
export function defaultTransport(options?: DefaultTransportOptions): Transport {
  if (options && Object.keys(options).length > 0) throw new PristineError("config", "Only Node has proxies")
  return fetchTransport()
}
