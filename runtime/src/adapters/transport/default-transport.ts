import { defaultTransport as platformTransport } from "#default-transport"
import type { DefaultTransportOptions } from "./default-transport-options.ts"
import type { Transport } from "../../ports/transport.ts"

/** The platform's own: undici on Node, `fetch` elsewhere. Which one is decided by the conditions of the package's `imports`. */
export const defaultTransport: (options?: DefaultTransportOptions) => Transport = platformTransport
