/** Parts of the runtime that need Node. */
export { diagnosticsChannelTelemetry } from "./adapters/telemetry/diagnostics-channel.ts"
export type { ExpansionLimit } from "./adapters/transport/decompress.ts"
export { undiciTransport, type UndiciTransportOptions } from "./adapters/transport/undici.ts"
export type { UndiciAgentOptions } from "./adapters/transport/undici-agents.ts"
