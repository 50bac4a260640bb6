/** What needs Node: a file system. */
export {
  downloadCheckpoint,
  type DownloadedCheckpoint,
  type DownloadOptions,
} from "./checkpoint-files/download-checkpoint.ts"
export type { DownloadProgress } from "pristine-runtime/node"
export { pushCheckpoint, type PushedCheckpoint, type PushOptions } from "./hugging-face/push-checkpoint.ts"
export { resolveHubToken, type HubTokenOptions } from "./hugging-face/hub-token.ts"
export type { HubDestination } from "./hugging-face/hub-destination.ts"
export type { UploadPatterns } from "./hugging-face/upload-patterns.ts"
