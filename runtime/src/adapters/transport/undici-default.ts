import type { Transport } from "../../ports/transport.ts"
import type { DefaultTransportOptions } from "./default-transport-options.ts"
import { lateTransport } from "./late-transport.ts"

/** The transport of a client that was given none, on Node: undici, whose loading takes longer than all the rest of an SDK. */
export function defaultTransport(options?: DefaultTransportOptions): Transport {
  return lateTransport(async () => {
    const { undiciTransport } = await import("./undici-transport.ts")
    return undiciTransport(options)
  })
}
