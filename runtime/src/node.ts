/** Parts of the runtime that need Node. */
export { fileToken } from "./adapters/auth/node/file-token.ts"
export { fileTokenStore } from "./adapters/auth/node/file-token-store.ts"
export { loopbackRedirect, type LoopbackRedirectOptions } from "./adapters/auth/node/loopback-redirect.ts"
export { diagnosticsChannelTelemetry } from "./adapters/telemetry/diagnostics-channel.ts"
export type { ExpansionLimit } from "./adapters/transport/decompress.ts"
export { undiciTransport, type UndiciTransportOptions } from "./adapters/transport/undici.ts"
export type { UndiciAgentOptions } from "./adapters/transport/undici-agents.ts"
