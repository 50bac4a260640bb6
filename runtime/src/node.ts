/** Parts of the runtime that need Node. */
export { undiciTransport, type UndiciTransportOptions } from "./adapters/transport/undici.ts"
