/** Parts of the runtime that need Node. */
export { fileToken, type FileTokenOptions } from "./adapters/auth/node/file-token.ts"
export { fileTokenStore } from "./adapters/auth/node/file-token-store.ts"
export { loopbackRedirect, type LoopbackRedirectOptions } from "./adapters/auth/node/loopback-redirect.ts"
export {
  discardDownload,
  downloadFile,
  type DownloadProgress,
  type FileDownloadOptions,
} from "./download/node/download-file.ts"
export { fileFromPath, type FileFromPathOptions } from "./adapters/multipart/node/file-from-path.ts"
export type { StreamedFile } from "./adapters/multipart/file-part.ts"
export { diagnosticsChannelTelemetry } from "./adapters/telemetry/diagnostics-channel-telemetry.ts"
export type { ExpansionLimit } from "./adapters/transport/decompress.ts"
export { undiciTransport, type UndiciTransportOptions } from "./adapters/transport/undici-transport.ts"
export type { UndiciAgentOptions } from "./adapters/transport/undici-agents.ts"
