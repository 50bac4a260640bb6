/** Something that happened while runs were watched and brought back. `attempt` counts from 1. */
export type RecoveryEvent = { readonly runId: string } & (
  | { readonly type: "detected"; readonly checkpoint: string | undefined }
  | { readonly type: "poll_error"; readonly error: unknown }
  | { readonly type: "started"; readonly attempt: number }
  | { readonly type: "checkpoint_selected"; readonly attempt: number; readonly checkpoint: string }
  | { readonly type: "client_created"; readonly attempt: number; readonly checkpoint: string; readonly modelId: string }
  | { readonly type: "completed"; readonly attempt: number; readonly checkpoint: string }
  | {
      readonly type: "failed"
      readonly attempt: number
      readonly error: unknown
      readonly retryInMs: number | undefined
    }
  | { readonly type: "exhausted"; readonly attempt: number; readonly error: unknown }
)
